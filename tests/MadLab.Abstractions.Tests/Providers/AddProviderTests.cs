using FluentAssertions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace MadLab.Abstractions.Tests.Providers;

public sealed class AddProviderTests
{
    private readonly Builder _builder = new();

    [Fact]
    public void AddProvider_Several_KeepTheirOrder()
    {
        _builder.AddProvider<Plain>("lean").AddProvider<Plain>("iex").AddProvider("own", _ => new Plain(new Service()));

        Registrations().Select(r => r.Name).Should().Equal("lean", "iex", "own");
    }

    [Fact]
    public void AddProvider_SameNameAgain_ReplacesTheEarlierInItsPlace()
    {
        _builder.AddProvider<Plain>("lean").AddProvider<Plain>("iex").AddProvider<WithContext>("lean");

        Registrations().Select(r => r.Name).Should().Equal("lean", "iex");
        Make(0).Should().BeOfType<WithContext>();
    }

    [Fact]
    public void AddProvider_Type_IsMadeFromTheHostsServices()
    {
        _builder.AddProvider<Plain>("plain");

        Make(0).Should().BeOfType<Plain>().Which.Service.Should().NotBeNull();
    }

    [Fact]
    public void AddProvider_TypeThatAsksForItsContext_GetsItsNameAndSection()
    {
        _builder.AddProvider<WithContext>("own");

        var context = Make(0).Should().BeOfType<WithContext>().Which.Context;
        context.Name.Should().Be("own");
        context.Configuration["Key"].Should().Be("secret");
    }

    [Fact]
    public void AddProvider_Factory_IsNotCalledBeforeItIsNeeded()
    {
        var calls = 0;
        _builder.AddProvider("own", context =>
        {
            calls++;
            return new WithContext(new Service(), context);
        });

        calls.Should().Be(0);
        Make(0).Should().BeOfType<WithContext>();
        calls.Should().Be(1);
    }

    [Theory]
    [InlineData("a")]
    [InlineData("alpha-vantage-2")]
    [InlineData("abcdefghijklmnopqrstuvwxyz012345")]
    public void ProviderRegistration_Name_IsKept(string name) =>
        new ProviderRegistration(name, _ => new Plain(new Service())).Name.Should().Be(name);

    [Theory]
    [InlineData("")]
    [InlineData("Lean")]
    [InlineData("a b")]
    [InlineData("a_b")]
    [InlineData("a/b")]
    [InlineData("é")]
    [InlineData("abcdefghijklmnopqrstuvwxyz0123456")]
    public void AddProvider_NameWithOtherCharacters_Throws(string name)
    {
        var act = () => _builder.AddProvider<Plain>(name);

        act.Should().Throw<ArgumentException>().WithParameterName(nameof(name));
        Registrations().Should().BeEmpty();
    }

    [Fact]
    public void AddProvider_MissingArguments_Throw()
    {
        var noBuilder = () => ((IMadLabBuilder)null!).AddProvider<Plain>("plain");
        var noFactory = () => _builder.AddProvider("plain", null!);
        var noName = () => _builder.AddProvider<Plain>(null!);

        noBuilder.Should().Throw<ArgumentNullException>().WithParameterName("builder");
        noFactory.Should().Throw<ArgumentNullException>().WithParameterName("factory");
        noName.Should().Throw<ArgumentNullException>().WithParameterName("name");
    }

    [Fact]
    public void Descriptor_Defaults_PromiseTheLeast()
    {
        var descriptor = new ProviderDescriptor { Feed = "test" };

        descriptor.Capabilities.Should().Be(ProviderCapabilities.All);
        descriptor.Adjustments.Should().Equal(PriceAdjustment.Raw);
        descriptor.AssetClasses.Should().BeEmpty();
        descriptor.IsDemo.Should().BeFalse();
        descriptor.Limits.Should().BeEquivalentTo(new { MaxSymbolsPerCall = 50, PollInterval = TimeSpan.FromSeconds(1), CallsPerMinute = (int?)null, CallsPerDay = (int?)null });
        descriptor.Limits.Intervals.Should().Equal(BarInterval.OneDay);
    }

    private ProviderRegistration[] Registrations() =>
        [.. _builder.Services.Select(s => s.ImplementationInstance).OfType<ProviderRegistration>()];

    private IMarketDataProvider Make(int index)
    {
        var services = _builder.Services.AddSingleton<Service>().BuildServiceProvider();
        var registration = services.GetServices<ProviderRegistration>().ElementAt(index);
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([new($"MadLab:Providers:{registration.Name}:Key", "secret")])
            .Build();
        return registration.Factory(new ProviderContext(registration.Name, services, configuration.GetSection($"MadLab:Providers:{registration.Name}")));
    }

    private sealed class Builder : IMadLabBuilder
    {
        public IServiceCollection Services { get; } = new ServiceCollection();
    }

    private sealed class Service;

    private sealed class Plain(Service service) : IMarketDataProvider
    {
        public Service Service { get; } = service;

        public ProviderDescriptor Descriptor { get; } = new() { Feed = "test" };
    }

    private sealed class WithContext(Service service, ProviderContext context) : IMarketDataProvider
    {
        public Service Service { get; } = service;

        public ProviderContext Context { get; } = context;

        public ProviderDescriptor Descriptor { get; } = new() { Feed = "test" };
    }
}
