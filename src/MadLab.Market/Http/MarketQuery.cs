using MadLab.Http;
using MadLab.Market.Caching;
using MadLab.Market.Providers;
using Microsoft.AspNetCore.Http;

namespace MadLab.Market.Http;

/// <summary>A market request that is well formed: everything a caller can get wrong is refused here and nowhere else.</summary>
internal sealed class MarketQuery
{
    public const int MaxGetSymbols = 50;

    private MarketQuery()
    {
    }

    public required MarketKind Kind { get; init; }

    /// <summary>The provider's own type; null of the host's.</summary>
    public required string? DataType { get; init; }

    /// <summary>The symbols in the order asked, without repeats, at least one.</summary>
    public required IReadOnlyList<Symbol> Symbols { get; init; }

    /// <summary>Whether the answer is an object by symbol, even of one.</summary>
    public required bool IsBatch { get; init; }

    /// <summary>The range of prices, quality or a volatility cone, or the period of a correlation.</summary>
    public required PriceRange Range { get; init; }

    public required MarketRequestOptions Options { get; init; }

    /// <summary>How a volatility cone is measured.</summary>
    public required VolatilityEstimator Estimator { get; init; }

    /// <summary>Whether prices are answered as CSV.</summary>
    public required bool IsCsv { get; init; }

    public MarketKey KeyOf(Symbol symbol) => DataType is { } type ? MarketKey.Custom(type, symbol, Options) : KeyOf(Kind, symbol, Range, Options) with { Estimator = Estimator, IsCsv = IsCsv };

    public static MarketKey KeyOf(MarketKind kind, Symbol symbol, PriceRange range, MarketRequestOptions options) => kind switch
    {
        MarketKind.Prices => MarketKey.Prices(symbol, range, options),
        MarketKind.Kpis => MarketKey.Kpis(symbol, options),
        MarketKind.VolCone => MarketKey.VolCone(symbol, VolatilityEstimator.CloseToClose, range, options),
        MarketKind.Quality => MarketKey.Quality(symbol, range, options),
        MarketKind.Info => MarketKey.Info(symbol, options),
        _ => MarketKey.Vol(symbol, options),
    };

    /// <summary>Reads a query; a problem where it is not well formed.</summary>
    public static Problem? TryRead(MarketQueryParameters parameters, ProviderRegistry providers, TimeProvider time, out MarketQuery? query)
    {
        query = null;
        if (ReadKind(parameters.Type, providers, out var kind, out var dataType) is { } unknown)
        {
            return unknown;
        }

        if (SymbolLists.TryRead(parameters.Symbols, MaxGetSymbols, out var symbols) is { } list)
        {
            return list;
        }

        var batch = symbols.Count > 0 && kind != MarketKind.Correlation;
        if (symbols.Count == 0)
        {
            if (string.IsNullOrWhiteSpace(parameters.Symbol))
            {
                return SymbolLists.Missing();
            }

            if (!Symbol.TryParse(parameters.Symbol, out var symbol))
            {
                return SymbolLists.Invalid([SymbolLists.Shown(parameters.Symbol.AsSpan().Trim())]);
            }

            symbols.Add(symbol);
        }

        if (ReadRange(parameters.Range, MarketQueryWindow.DefaultRange(kind, parameters.Interval), out var range) is { } badRange)
        {
            return badRange;
        }

        if (ReadRange(parameters.Period, PriceRange.OneYear, out var period) is { } badPeriod)
        {
            return badPeriod;
        }

        if (ReadEstimator(parameters.Estimator, out var estimator) is { } badEstimator)
        {
            return badEstimator;
        }

        if (ReadOptions(parameters.Provider, parameters.Adjust, providers, out var options) is { } badOptions)
        {
            return badOptions;
        }

        if (MarketQueryWindow.TryRead(parameters.Window, [kind], symbols.Count, range, time, ref options) is { } badWindow)
        {
            return badWindow;
        }

        if (MarketQueryWindow.ReadFormat(parameters.Format, kind, batch, out var csv) is { } badFormat)
        {
            return badFormat;
        }

        query = new MarketQuery
        {
            Kind = kind,
            DataType = dataType,
            Symbols = symbols,
            IsBatch = batch,
            Range = kind == MarketKind.Correlation ? period : range,
            Options = options!,
            IsCsv = csv,
            Estimator = kind == MarketKind.VolCone ? estimator : VolatilityEstimator.CloseToClose,
        };
        return null;
    }

    public static Problem? ReadRange(string? text, PriceRange otherwise, out PriceRange range)
    {
        range = otherwise;
        return string.IsNullOrWhiteSpace(text) || PriceRanges.TryParse(text, out range)
            ? null
            : new Problem(StatusCodes.Status400BadRequest, "INVALID_RANGE", $"Invalid range: {SymbolLists.Shown(text)}. It must be one of {string.Join(", ", PriceRanges.All)}.");
    }

    private static Problem? ReadEstimator(string? text, out VolatilityEstimator estimator)
    {
        estimator = VolatilityEstimator.CloseToClose;
        return string.IsNullOrWhiteSpace(text) || VolatilityEstimators.TryParse(text, out estimator)
            ? null
            : new Problem(StatusCodes.Status400BadRequest, "INVALID_ESTIMATOR", $"Invalid estimator: {SymbolLists.Shown(text)}. It must be one of {string.Join(", ", VolatilityEstimators.All)}.");
    }

    public static Problem? ReadOptions(string? provider, string? adjust, ProviderRegistry providers, out MarketRequestOptions? options)
    {
        options = null;
        string? name = null;
        if (!string.IsNullOrWhiteSpace(provider) && (name = providers.Find(provider.Trim())) is null)
        {
            return new Problem(StatusCodes.Status400BadRequest, "UNKNOWN_PROVIDER", $"Unknown provider: {SymbolLists.Shown(provider)}. See /market/providers.");
        }

        PriceAdjustment? adjustment = null;
        if (!string.IsNullOrWhiteSpace(adjust))
        {
            adjustment = adjust.Trim().ToUpperInvariant() switch
            {
                "RAW" => PriceAdjustment.Raw,
                "SPLITS" => PriceAdjustment.Splits,
                "ALL" => PriceAdjustment.All,
                _ => null,
            };
            if (adjustment is null)
            {
                return new Problem(StatusCodes.Status400BadRequest, "INVALID_ADJUST", $"Invalid adjust: {SymbolLists.Shown(adjust)}. It must be raw, splits or all.");
            }
        }

        options = new MarketRequestOptions { Provider = name, Adjustment = adjustment };
        return null;
    }

    private static Problem? ReadKind(string? type, ProviderRegistry providers, out MarketKind kind, out string? dataType)
    {
        (kind, dataType) = (MarketKind.Prices, null);
        if (string.IsNullOrWhiteSpace(type) || MarketKinds.TryParse(type.Trim(), out kind))
        {
            return null;
        }

        (kind, dataType) = (MarketKind.Custom, providers.FindType(type.Trim()));
        return dataType is not null
            ? null
            : new Problem(StatusCodes.Status400BadRequest, "UNKNOWN_TYPE", $"Unknown data type: {SymbolLists.Shown(type)}");
    }
}
