using System.Globalization;
using FluentAssertions;
using MadLab.TestSupport;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Xunit;

namespace MadLab.Providers.Lean.Tests;

public sealed class LeanSettingsTests : LeanTestBase
{
    [Fact]
    public void AddLean_Configuration_SaysFolderAndSpeed()
    {
        var provider = Build(null, null, Folder.Path, "25.5");

        ((IQuoteStreamProvider)provider).GetReplay(Symbol.Parse("ACME")).Should().Be(new ReplaySession(LeanFolder.NewestDay, 25.5));
    }

    [Fact]
    public void AddLean_Arguments_WinOverTheConfiguration()
    {
        var provider = Build(Folder.Path, 3, "nowhere", "no number");

        ((IQuoteStreamProvider)provider).GetReplay(Symbol.Parse("ACME")).Should().Be(new ReplaySession(LeanFolder.NewestDay, 3));
    }

    [Fact]
    public void AddLean_Registers_UnderTheNameLean()
    {
        var services = new ServiceCollection();
        new Builder(services).AddLean(Folder.Path).AddLean(Folder.Path);

        services.Should().ContainSingle().Which.ImplementationInstance
            .Should().BeOfType<ProviderRegistration>().Which.Name.Should().Be("lean");
    }

    [Fact]
    public void AddProvider_ByType_ReadsItsOwnSection()
    {
        var services = new ServiceCollection();
        new Builder(services).AddProvider<LeanProvider>("files");

        var registration = services.Select(s => s.ImplementationInstance).OfType<ProviderRegistration>().Single();
        var provider = registration.Factory(Context("files", services, Folder.Path, null));

        provider.Should().BeOfType<LeanProvider>().Which.Descriptor.Feed.Should().Be("lean");
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("2000000")]
    [InlineData("fast")]
    [InlineData("1,5")]
    public void AddLean_SpeedThatCannotBeUsed_IsOneLineThatNamesItAll(string speed)
    {
        var build = () => Build(null, null, Folder.Path, speed);

        build.Should().Throw<OptionsValidationException>().Which.Message
            .Should().Contain("MadLab:Providers:lean:ReplaySpeed").And.Contain($"'{speed}'").And.Contain("0.001 to 1000000").And.NotContain("\n");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void AddLean_SpeedArgumentThatCannotBeUsed_IsAnError(double speed)
    {
        var build = () => Build(Folder.Path, speed, null, null);

        build.Should().Throw<OptionsValidationException>().Which.Message
            .Should().Contain(speed.ToString(CultureInfo.InvariantCulture));
    }

    [Fact]
    public void AddLean_NoFolder_SaysWhatIsNeeded()
    {
        var build = () => Build(null, null, null, null);

        build.Should().Throw<OptionsValidationException>().Which.Message.Should().Contain("MadLab:Providers:lean:Folder is not set");
    }

    [Fact]
    public void AddLean_FolderThatIsNotThere_NamesIt()
    {
        var missing = Folder.FullPath("missing");
        var build = () => Build(missing, null, null, null);

        build.Should().Throw<OptionsValidationException>().Which.Message.Should().Contain(missing).And.Contain("existing folder");
    }

    [Fact]
    public void AddLean_FolderOfAnotherKind_SaysWhatItLacks()
    {
        var build = () => Build(Folder.Parent, null, null, null);

        build.Should().Throw<OptionsValidationException>().Which.Message.Should().Contain("equity/usa/daily");
    }

    [Fact]
    public void Descriptor_AllInOneCurrency_SaysIt()
    {
        Provider.Descriptor.Currency.Should().Be("USD");
        Provider.Descriptor.Adjustments.Should().Contain([PriceAdjustment.Raw, PriceAdjustment.Splits, PriceAdjustment.All]);
        Provider.Descriptor.IsDemo.Should().BeFalse();
        Provider.Descriptor.Should().BeSameAs(Provider.Descriptor);
    }

    [Fact]
    public void Descriptor_SeveralCurrencies_SaysNone()
    {
        Folder.WriteZip("forex/oanda/daily/eurgbp.zip", "20240705 00:00,1,2,1,2,0,1,2,1,2,0");

        Provider.Descriptor.Currency.Should().BeNull();
    }

    private static IMarketDataProvider Build(string? folder, double? speed, string? configuredFolder, string? configuredSpeed)
    {
        var services = new ServiceCollection();
        new Builder(services).AddLean(folder, speed);
        var registration = services.Select(s => s.ImplementationInstance).OfType<ProviderRegistration>().Single();
        return registration.Factory(Context("lean", services, configuredFolder, configuredSpeed));
    }

    private static ProviderContext Context(string name, IServiceCollection services, string? folder, string? speed)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            [$"MadLab:Providers:{name}:Folder"] = folder,
            [$"MadLab:Providers:{name}:ReplaySpeed"] = speed,
        }).Build();
        return new ProviderContext(name, services.BuildServiceProvider(), configuration.GetSection($"MadLab:Providers:{name}"));
    }

    private sealed class Builder(IServiceCollection services) : IMadLabBuilder
    {
        public IServiceCollection Services { get; } = services;
    }
}
