using MadLab;

namespace ReferenceHost.Tests.Support;

/// <summary>A private provider as another company would write one: a hundred days at a price that its own setting says.</summary>
public sealed class AcmeProvider(ProviderContext context) : IPriceProvider
{
    private static readonly DateTimeOffset Newest = new(2024, 3, 28, 0, 0, 0, TimeSpan.Zero);

    public ProviderDescriptor Descriptor { get; } = new() { Feed = "acme", Currency = "EUR" };

    public Task<PriceSeries> GetPricesAsync(PriceRequest request, CancellationToken cancellationToken = default)
    {
        var price = decimal.Parse(context.Configuration["Price"] ?? "10", System.Globalization.CultureInfo.InvariantCulture);
        return Task.FromResult(new PriceSeries
        {
            Symbol = request.Symbol,
            Interval = BarInterval.OneDay,
            Adjustment = PriceAdjustment.Raw,
            Bars = [.. Enumerable.Range(0, 100).Reverse().Select(i => new Bar { Time = Newest.AddDays(-i), Open = price, High = price, Low = price, Close = price, Volume = 1 })],
        });
    }
}
