using System.Globalization;
using FluentAssertions;
using MadLab.Providers.AlphaVantage;
using MadLab.Providers.Coinbase;
using MadLab.Providers.Csv;
using MadLab.Providers.Lean;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace MadLab.Providers.Tests;

/// <summary>The table of providers in the documentation is made of their descriptors.</summary>
public sealed class CapabilityTableTests
{
    [Fact]
    public async Task Documentation_SaysWhatTheDescriptorsSay()
    {
        var folder = Directory.CreateTempSubdirectory("madlab-table-").FullName;
        Directory.CreateDirectory(Path.Combine(folder, "equity", "usa", "daily"));
        await using var coinbase = new CoinbaseProvider();
        using var free = new AlphaVantageProvider(new AlphaVantageOptions { Key = "k" });
        using var premium = new AlphaVantageProvider(new AlphaVantageOptions { Key = "k", IsPremium = true });
        var rows = new[]
        {
            Row("`alphavantage`", "MadLab.Providers.AlphaVantage", free),
            Row("`alphavantage`, premium", "MadLab.Providers.AlphaVantage", premium),
            Row("`coinbase`", "MadLab.Providers.Coinbase", coinbase),
            Row("`csv`", "MadLab.Providers.Csv", new CsvProvider(new CsvProviderOptions { Folder = folder })),
            Row("`lean`", "MadLab.Providers.Lean", new LeanProvider(new LeanProviderOptions { Folder = folder })),
            Row("`synthetic`", "MadLab.Market", Synthetic()),
        };
        Directory.Delete(folder, recursive: true);

        var page = await File.ReadAllLinesAsync(Path.Combine(Root(), "docs", "providers.md"));
        var first = Array.FindIndex(page, static l => l.StartsWith("| provider | package |", StringComparison.Ordinal)) + 2;
        page.Skip(first).TakeWhile(static l => l.StartsWith('|')).Should().Equal(rows);
    }

    private static string Row(string name, string package, IMarketDataProvider provider) => Row(name, package, provider.Descriptor with { Capabilities = provider.Descriptor.Capabilities & Implemented(provider) });

    private static string Row(string name, string package, ProviderDescriptor d) => string.Create(
        CultureInfo.InvariantCulture,
        $"| {name} | `{package}` | {string.Join(", ", Enum.GetValues<ProviderCapabilities>().Where(c => int.PopCount((int)c) == 1 && d.Capabilities.HasFlag(c)).Select(Word))} | {(d.AssetClasses.Count == 0 ? "any" : string.Join(", ", d.AssetClasses).ToLowerInvariant())} | {string.Join(", ", d.Limits.Intervals.Select(static i => i.ToText()))} | {string.Join(", ", d.Adjustments).ToLowerInvariant()} | {(d.DelaySeconds == 0 ? "none" : $"{d.DelaySeconds / 3600} h")} | {(d.Credentials is ProviderCredentials.NotNeeded ? "no" : "yes")} |");

    private static string Word(ProviderCapabilities capability) => capability switch
    {
        ProviderCapabilities.Kpis => "key figures",
        ProviderCapabilities.QuoteStream => "live quotes",
        ProviderCapabilities.OptionChain => "option chains",
        ProviderCapabilities.VolSurface => "surfaces",
        ProviderCapabilities.Info => "descriptions",
        _ => capability.ToString().ToLowerInvariant(),
    };

    private static ProviderCapabilities Implemented(IMarketDataProvider provider) =>
        (provider is IPriceProvider ? ProviderCapabilities.Prices : 0) | (provider is IKpiProvider ? ProviderCapabilities.Kpis : 0) | (provider is IQuoteProvider ? ProviderCapabilities.Quotes : 0)
        | (provider is IQuoteStreamProvider ? ProviderCapabilities.QuoteStream : 0) | (provider is IOptionChainProvider ? ProviderCapabilities.OptionChain : 0)
        | (provider is IVolSurfaceProvider ? ProviderCapabilities.VolSurface : 0) | (provider is ISymbolSearchProvider ? ProviderCapabilities.Search : 0) | (provider is IInstrumentInfoProvider ? ProviderCapabilities.Info : 0);

    private static ProviderDescriptor Synthetic()
    {
        var builder = Microsoft.AspNetCore.Builder.WebApplication.CreateBuilder();
        builder.Services.AddMadLab();
        var app = builder.Build();
        return app.Services.GetRequiredService<IMarketData>().GetProviders().Single().Descriptor;
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "MadLab.Lib.sln")))
        {
            folder = folder.Parent!;
        }

        return folder.FullName;
    }
}
