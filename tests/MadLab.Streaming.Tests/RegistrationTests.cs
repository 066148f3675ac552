using FluentAssertions;
using MadLab.Streaming.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Xunit;

namespace MadLab.Streaming.Tests;

public sealed class RegistrationTests
{
    [Fact]
    public void Map_NothingAdded_NamesTheCure()
    {
        using var app = WebApplication.CreateBuilder().Build() as IDisposable;

        var map = () => ((WebApplication)app!).MapMadLabStreaming();
        var mapLegacy = () => ((WebApplication)app!).MapMadLabLegacyStream();

        map.Should().Throw<InvalidOperationException>().WithMessage("*AddMadLabStreaming()*");
        mapLegacy.Should().Throw<InvalidOperationException>().WithMessage("*AddMadLabStreaming()*");
    }

    [Fact]
    public async Task Start_NoFeed_NamesTheCure()
    {
        var builder = NewBuilder();
        builder.Services.AddMadLabStreaming();
        await using var app = builder.Build();
        app.MapMadLabStreaming();

        var start = () => app.StartAsync();

        await start.Should().ThrowAsync<InvalidOperationException>().WithMessage("*AddMadLabMarket()*AddMadLab()*");
    }

    [Fact]
    public void Add_Twice_OneOfEach()
    {
        var services = new ServiceCollection();
        services.AddMadLabStreaming();
        var once = services.Count(s => s.ServiceType.Namespace!.StartsWith("MadLab", StringComparison.Ordinal) || s.ServiceType == typeof(IHostedService));

        services.AddMadLabStreaming();

        services.Count(s => s.ServiceType.Namespace!.StartsWith("MadLab", StringComparison.Ordinal) || s.ServiceType == typeof(IHostedService)).Should().Be(once);
    }

    [Fact]
    public void Options_FromConfigurationThenCode_CodeWins()
    {
        var builder = NewBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["MadLab:Streaming:MaxConnections"] = "7",
            ["MadLab:Streaming:FeedLinger"] = "00:00:09",
            ["MadLab:Streaming:AllowedOrigins:0"] = "https://a.example",
            ["MadLab:Streaming:HeartbeatInterval"] = "00:00:02",
        });
        builder.Services.AddMadLabStreaming(o => o.HeartbeatInterval = TimeSpan.FromSeconds(3));
        builder.Services.AddMadLabStreaming();
        using var services = builder.Services.BuildServiceProvider();

        var options = services.GetRequiredService<IOptions<StreamingOptions>>().Value;

        options.MaxConnections.Should().Be(7);
        options.FeedLinger.Should().Be(TimeSpan.FromSeconds(9));
        options.AllowedOrigins.Should().Equal("https://a.example");
        options.HeartbeatInterval.Should().Be(TimeSpan.FromSeconds(3));
    }

    [Theory]
    [InlineData("MaxConnections", "0")]
    [InlineData("MaxConnectionsPerAddress", "-1")]
    [InlineData("MaxMessageBytes", "10")]
    [InlineData("DefaultInterval", "00:00:05")]
    [InlineData("MinInterval", "00:00:00")]
    [InlineData("MaxInterval", "00:00:00.1")]
    [InlineData("HeartbeatInterval", "00:00:00")]
    [InlineData("SlowClientTimeout", "01:00:00")]
    [InlineData("PingTimeout", "00:00:00")]
    [InlineData("AuthorizationInterval", "00:00:31")]
    [InlineData("AllowedOrigins:0", "app.example.com")]
    [InlineData("AllowedOrigins:0", "https://app.example.com/path")]
    public async Task Start_SettingOutOfRange_StopsAndNamesIt(string setting, string value)
    {
        var builder = NewBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { [$"MadLab:Streaming:{setting}"] = value });
        builder.Services.AddSingleton<IQuoteFeed>(new FakeFeed());
        builder.Services.AddMadLabStreaming();
        await using var app = builder.Build();

        var start = () => app.StartAsync();

        (await start.Should().ThrowAsync<OptionsValidationException>()).Which.Message.Should().Contain(setting.Split(':')[0]);
    }

    private static WebApplicationBuilder NewBuilder()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        return builder;
    }
}
