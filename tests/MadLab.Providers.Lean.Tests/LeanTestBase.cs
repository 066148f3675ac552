using FsCheck;
using MadLab.TestSupport;
using MadLab.Testing;
using Microsoft.FSharp.Core;
using Xunit;

namespace MadLab.Providers.Lean.Tests;

/// <summary>A generated folder and a provider on it.</summary>
public abstract class LeanTestBase : IDisposable
{
    private LeanProvider? _provider;

    protected LeanFolder Folder { get; } = new();

    protected ManualTimeProvider Time { get; } = new();

    protected LeanProvider Provider => _provider ??= Create();

    public void Dispose()
    {
        Folder.Dispose();
        GC.SuppressFinalize(this);
    }

    protected LeanProvider Create(double speed = 1) =>
        new(new LeanProviderOptions { Folder = Folder.Path, ReplaySpeed = speed }, Time);

    protected Task<PriceSeries> Prices(string symbol, PriceRange range, PriceAdjustment adjustment = PriceAdjustment.All, bool dailyOnly = false) =>
        Provider.GetPricesAsync(new PriceRequest { Symbol = Symbol.Parse(symbol), Range = range, Adjustment = adjustment, DailyOnly = dailyOnly });

    protected async Task<MarketDataException> PricesFail(string symbol, PriceRange range = PriceRange.Max) =>
        await Assert.ThrowsAsync<MarketDataException>(() => Prices(symbol, range));

    /// <summary>Checks a property on the same random values every time.</summary>
    protected static void Check(Property property, int tests) => FsCheck.Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(tests)
            .WithReplay(FSharpOption<FsCheck.Replay>.Some(new FsCheck.Replay(new Rnd(20240705, 1), FSharpOption<int>.None))),
        property);

    protected static DateOnly Day(DateTimeOffset time) => DateOnly.FromDateTime(time.UtcDateTime);
}
