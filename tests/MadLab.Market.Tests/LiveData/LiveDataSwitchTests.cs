using System.Collections.Concurrent;
using FluentAssertions;
using MadLab.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace MadLab.Market.Tests.LiveData;

public sealed class LiveDataSwitchTests
{
    private readonly ManualTimeProvider _time = new();
    private readonly IConfigurationRoot _configuration = new ConfigurationBuilder().AddInMemoryCollection().Build();

    [Fact]
    public void Operator_SwitchesOff_AndTrueOrNullLiftsOnlyThat()
    {
        using var services = Build();
        var live = services.GetRequiredService<ILiveDataSwitch>();
        var told = new List<bool>();
        using var registration = live.OnChange(told.Add);
        live.Since.Should().BeNull();

        live.Set(false);
        live.Set(false);
        live.IsOn.Should().BeFalse();
        live.Since.Should().Be(_time.GetUtcNow());
        live.Set(true);
        live.IsOn.Should().BeTrue();
        live.Set(null);

        told.Should().Equal(false, true);
    }

    [Fact]
    public void Configuration_Reloaded_IsFollowedWhileRunning_AndWinsWhenItSaysOff()
    {
        using var services = Build();
        var live = services.GetRequiredService<ILiveDataSwitch>();

        _configuration["MadLab:Market:LiveData"] = "false";
        _configuration.Reload();
        live.IsOn.Should().BeFalse();
        live.Set(true);
        live.IsOn.Should().BeFalse("an operator lifts only an operator's false");
        _configuration["MadLab:Market:LiveData"] = "true";
        _configuration.Reload();

        live.IsOn.Should().BeTrue();
    }

    [Fact]
    public void Disposed_Registration_IsNotToldAnyMore()
    {
        using var services = Build();
        var live = services.GetRequiredService<ILiveDataSwitch>();
        var told = 0;
        live.OnChange(_ => told++).Dispose();

        live.Set(false);

        told.Should().Be(0);
    }

    [Fact]
    public void Set_AListenerThrows_TheOthersAreToldAndTheOperatorIsServed()
    {
        using var services = Build();
        var live = services.GetRequiredService<ILiveDataSwitch>();
        var told = new List<bool>();
        using var broken = live.OnChange(_ => throw new ObjectDisposedException("round"));
        using var sound = live.OnChange(told.Add);

        live.Invoking(l => l.Set(false)).Should().NotThrow();

        told.Should().Equal(false);
        live.IsOn.Should().BeFalse();
    }

    [Fact]
    public async Task Set_WhileTheNewsBeforeIsTold_EveryListenerEndsOnTheNewest()
    {
        using var services = Build();
        var live = services.GetRequiredService<ILiveDataSwitch>();
        var told = new ConcurrentQueue<bool>();
        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var goOn = new ManualResetEventSlim();
        using var slow = live.OnChange(on =>
        {
            entered.TrySetResult();
            goOn.Wait(on ? TimeSpan.Zero : TimeSpan.FromSeconds(60));
        });
        using var quick = live.OnChange(told.Enqueue);

        var off = Task.Run(() => live.Set(false));
        await entered.Task.WaitAsync(TimeSpan.FromSeconds(30));
        live.Set(true);
        goOn.Set();
        await off.WaitAsync(TimeSpan.FromSeconds(30));

        told.Should().Equal(false, true);
    }

    private ServiceProvider Build()
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<IConfiguration>(_configuration);
        services.AddSingleton<TimeProvider>(_time);
        services.AddMadLabMarket();
        return services.BuildServiceProvider();
    }
}
