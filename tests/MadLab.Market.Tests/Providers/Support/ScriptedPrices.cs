using MadLab.Testing;

namespace MadLab.Market.Tests.Providers.Support;

/// <summary>A provider of any symbol's prices whose every call goes through the test's hands.</summary>
internal sealed class ScriptedPrices : IPriceProvider
{
    private int _calls;

    public ProviderDescriptor Descriptor { get; set; } = new() { Feed = "scripted", Limits = new ProviderLimits { Retries = 0 } };

    /// <summary>Runs in each call with its number, the first 1; what it throws is the call's failure.</summary>
    public Func<int, CancellationToken, Task> Call { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>The close of all bars: tells whose they are.</summary>
    public decimal Close { get; set; } = 100;

    public int Calls => Volatile.Read(ref _calls);

    public ScriptedPrices With(Func<ProviderLimits, ProviderLimits> limits)
    {
        Descriptor = Descriptor with { Limits = limits(Descriptor.Limits) };
        return this;
    }

    public async Task<PriceSeries> GetPricesAsync(PriceRequest request, CancellationToken cancellationToken = default)
    {
        await Call(Interlocked.Increment(ref _calls), cancellationToken);
        return FakeProvider.Daily(request.Symbol.Value, new DateOnly(2023, 12, 1), Close, Close, Close, Close, Close) with { Adjustment = request.Adjustment };
    }
}
