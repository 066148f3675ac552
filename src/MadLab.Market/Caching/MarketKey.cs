using MadLab.Market.Prices;

namespace MadLab.Market.Caching;

/// <summary>What one cached answer answers.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Subject">The symbol; of a correlation the symbols in the order asked, joined by commas.</param>
/// <param name="Range">The range; of kinds without one always the default.</param>
/// <param name="DailyOnly">Whether the series is daily whatever the range, as correlations need it.</param>
/// <param name="Adjustment">The adjustment asked for; null for all that the provider can.</param>
/// <param name="Provider">The one provider asked for; null for the chain.</param>
/// <param name="Estimator">How a volatility cone is measured; of other kinds always the default.</param>
/// <param name="AsOf">The day at whose close the answer was known; null for now.</param>
/// <param name="Window">The part of the prices asked for; null for what the range says, and of other kinds.</param>
/// <param name="IsCsv">Whether prices are written as CSV.</param>
/// <param name="Delay">How much older than the feed's newest the answer must be, as the host said of its caller; zero for real time.</param>
/// <param name="DataType">The name of a provider's own type; null of the host's.</param>
internal readonly record struct MarketKey(
    MarketKind Kind,
    string Subject,
    PriceRange Range = PriceRange.SixMonths,
    bool DailyOnly = false,
    PriceAdjustment? Adjustment = null,
    string? Provider = null,
    VolatilityEstimator Estimator = VolatilityEstimator.CloseToClose,
    DateOnly? AsOf = null,
    PriceWindow? Window = null,
    bool IsCsv = false,
    TimeSpan Delay = default,
    string? DataType = null)
{
    public static MarketKey Prices(Symbol symbol, PriceRange range, MarketRequestOptions? options, bool dailyOnly = false)
    {
        var window = PriceWindow.Of(options);
        return new(MarketKind.Prices, symbol.Value, Adjustment: options?.Adjustment, Provider: options?.Provider, AsOf: options?.AsOf, Window: window)
        {
            // Where a window begins with a moment the range says nothing, and must not make a second entry of the same bars.
            Range = window?.From is null ? range : PriceRange.SixMonths,
            DailyOnly = dailyOnly || (options?.Interval == BarInterval.OneDay && window is null && range.IsIntraday()),
        };
    }

    public static MarketKey Kpis(Symbol symbol, MarketRequestOptions? options) =>
        new(MarketKind.Kpis, symbol.Value, Provider: options?.Provider, AsOf: options?.AsOf);

    public static MarketKey Vol(Symbol symbol, MarketRequestOptions? options) =>
        new(MarketKind.Vol, symbol.Value, Provider: options?.Provider, AsOf: options?.AsOf);

    public static MarketKey Correlation(IEnumerable<Symbol> symbols, PriceRange period, MarketRequestOptions? options) =>
        new(MarketKind.Correlation, string.Join(',', symbols), period, true, options?.Adjustment, options?.Provider, AsOf: options?.AsOf);

    public static MarketKey VolCone(Symbol symbol, VolatilityEstimator estimator, PriceRange range, MarketRequestOptions? options) =>
        new(MarketKind.VolCone, symbol.Value, range, true, options?.Adjustment, options?.Provider, estimator, options?.AsOf);

    public static MarketKey Quality(Symbol symbol, PriceRange range, MarketRequestOptions? options) =>
        new(MarketKind.Quality, symbol.Value, range, false, options?.Adjustment, options?.Provider, AsOf: options?.AsOf);

    public static MarketKey Info(Symbol symbol, MarketRequestOptions? options) =>
        new(MarketKind.Info, symbol.Value, Provider: options?.Provider);

    public static MarketKey Custom(string type, Symbol symbol, MarketRequestOptions? options) =>
        new(MarketKind.Custom, symbol.Value, Provider: options?.Provider, DataType: type);

    /// <summary>Whether the answer is another that may be cached, cut or written otherwise: it can be had while no provider may be asked.</summary>
    public bool IsView =>
        IsCsv || Window is { Interval: >= BarInterval.OneDay } || (Delay > TimeSpan.Zero && Kind is (MarketKind.Prices or MarketKind.Kpis or MarketKind.Vol));

    /// <summary>Whether the answer is about the symbol, alone or among others.</summary>
    public bool IsAbout(string symbol)
    {
        if (Kind != MarketKind.Correlation)
        {
            return string.Equals(Subject, symbol, StringComparison.Ordinal);
        }

        foreach (var range in Subject.AsSpan().Split(','))
        {
            if (Subject.AsSpan(range).SequenceEqual(symbol))
            {
                return true;
            }
        }

        return false;
    }
}
