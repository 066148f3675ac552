using MadLab.Testing;

namespace MadLab.Market.Tests.Chaos;

/// <summary>Answers well until it is let loose; then half of its calls fail, hang, dawdle or bring garbage, as a seed says.</summary>
internal sealed class ChaosProvider(int seed) : IPriceProvider, IKpiProvider, IVolSurfaceProvider
{
    private static readonly MarketErrorKind[] Failures =
    [
        MarketErrorKind.Unavailable, MarketErrorKind.Timeout, MarketErrorKind.Unauthorized, MarketErrorKind.QuotaExceeded, MarketErrorKind.Malformed, MarketErrorKind.NotSupported,
    ];

    private readonly Random _random = new(seed);
    private readonly FakeProvider _good = MarketApp.Fake();
    private int _faults;
    private int _answers;

    public ProviderDescriptor Descriptor { get; } = new() { Feed = "chaos", Currency = "USD", Adjustments = [PriceAdjustment.All], Limits = new ProviderLimits { MaxConcurrentCalls = 8 } };

    public bool Loose { get; set; }

    public int Faults => Volatile.Read(ref _faults);

    public int Answers => Volatile.Read(ref _answers);

    public Task<PriceSeries> GetPricesAsync(PriceRequest request, CancellationToken cancellationToken = default) =>
        CallAsync(() => _good.GetPricesAsync(request, cancellationToken), Spoil, cancellationToken);

    public Task<Kpis> GetKpisAsync(Symbol symbol, CancellationToken cancellationToken = default) =>
        CallAsync(() => _good.GetKpisAsync(symbol, cancellationToken), Spoil, cancellationToken);

    public Task<VolSurface> GetVolSurfaceAsync(Symbol symbol, CancellationToken cancellationToken = default) =>
        CallAsync(() => _good.GetVolSurfaceAsync(symbol, cancellationToken), Spoil, cancellationToken);

    private async Task<T> CallAsync<T>(Func<Task<T>> call, Func<T, int, T?> spoil, CancellationToken cancellationToken)
        where T : class
    {
        int fault;
        int choice;
        lock (_random)
        {
            (fault, choice) = (_random.Next(10), _random.Next(1000));
        }

        if (!Loose || fault >= 6)
        {
            Interlocked.Increment(ref _answers);
            return await call();
        }

        Interlocked.Increment(ref _faults);
        switch (fault)
        {
            case 0:
                throw new MarketDataException(Failures[choice % Failures.Length], "chaos") { RetryAfter = choice % 3 == 0 ? TimeSpan.FromMilliseconds(20) : null };
            case 1:
                throw new InvalidOperationException("chaos");
            case 2:
                // Listens to its token, and never answers.
                await Task.Delay(Timeout.Infinite, cancellationToken);
                throw new InvalidOperationException("unreachable");
            case 3:
                // Does not listen, and comes long after the limit.
                await Task.Delay(300, CancellationToken.None);
                return await call();
            case 4:
                // Slow, and in time or not.
                await Task.Delay(choice % 150, cancellationToken);
                return await call();
            default:
                return spoil(await call(), choice)!;
        }
    }

    private static PriceSeries? Spoil(PriceSeries good, int choice) => (choice % 6) switch
    {
        0 => null,
        1 => good with { Bars = [] },
        2 => good with { Symbol = Symbol.Parse("OTHER") },
        3 => good with { Bars = [.. good.Bars.TakeLast(20)] },
        4 => good with { Bars = [.. good.Bars.Select(b => b with { High = decimal.MaxValue, Low = decimal.MinValue, Close = decimal.MaxValue })] },
        _ => good with { Bars = [.. good.Bars.Reverse()] },
    };

    private static Kpis? Spoil(Kpis good, int choice) => (choice % 4) switch
    {
        0 => null,
        1 => good with { Symbol = default },
        2 => good with { DividendYield = 50 },
        _ => good with { Price = 0, Change = 0, ChangePercent = 0, Volume = 0 },
    };

    private static VolSurface? Spoil(VolSurface good, int choice) => (choice % 3) switch
    {
        0 => null,
        1 => good with { Points = [] },
        _ => good with { Points = [good.Points[0] with { ImpliedVol = double.NaN }] },
    };
}
