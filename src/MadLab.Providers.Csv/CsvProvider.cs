namespace MadLab.Providers.Csv;

/// <summary>Serves a folder of CSV files, one an instrument.</summary>
/// <remarks>Files may be added, replaced and removed while it runs, but for bars of a length that no file had when it was made. Thread-safe.</remarks>
public sealed class CsvProvider : IPriceProvider, ISymbolSearchProvider, IInstrumentInfoProvider
{
    private readonly CsvFolder _folder;
    private readonly CsvProviderOptions _options;

    /// <summary>Creates the provider.</summary>
    /// <param name="options">What it reads.</param>
    /// <exception cref="ArgumentException">The folder is not there.</exception>
    public CsvProvider(CsvProviderOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (!Directory.Exists(options.Folder))
        {
            throw new ArgumentException($"'{options.Folder}' is no folder: one with CSV files is needed.", nameof(options));
        }

        _options = options;
        _folder = new CsvFolder(options.Folder);
        Descriptor = new ProviderDescriptor
        {
            Feed = "csv",
            Currency = options.Currency,
            IsHistorical = true,
            TestSymbol = _folder.First(),
            AnswersAsOf = options.Adjustment is PriceAdjustment.Raw,
            Adjustments = options.Adjustment is PriceAdjustment.Raw ? [PriceAdjustment.Raw, PriceAdjustment.Splits, PriceAdjustment.All] : [options.Adjustment],
            Attribution = options.Attribution,
            Limits = new ProviderLimits { Intervals = [.. _folder.Intervals()], Retries = 0 },
        };
    }

    /// <inheritdoc/>
    public ProviderDescriptor Descriptor { get; }

    /// <inheritdoc/>
    public async Task<PriceSeries> GetPricesAsync(PriceRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var interval = request.Interval is { } wanted && wanted.IsIntraday() ? wanted : BarInterval.OneDay;
        var bars = await _folder.ReadBarsAsync(request.Symbol, interval, cancellationToken).ConfigureAwait(false);
        if (request.AsOf is { } day)
        {
            bars = [.. bars.Where(b => DateOnly.FromDateTime(b.Time.UtcDateTime) <= day)];
        }

        var (adjusted, adjustment) = await AdjustAsync(bars, request, cancellationToken).ConfigureAwait(false);
        var cut = BarSeries.Cut(adjusted, request);
        var named = await _folder.FindAsync(request.Symbol, cancellationToken).ConfigureAwait(false);
        return new PriceSeries
        {
            Symbol = request.Symbol,
            Interval = interval,
            Adjustment = adjustment,
            Bars = cut,
            Currency = named?.Currency ?? _options.Currency,
            AsOf = interval.IsIntraday() ? cut[^1].Time + interval.Length() : cut[^1].Time,
        };
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<SymbolMatch>> SearchAsync(string text, int limit, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(text);
        var all = await _folder.ListAsync(cancellationToken).ConfigureAwait(false);
        return
        [
            .. all.Where(n => n.Symbol.Value.Contains(text, StringComparison.OrdinalIgnoreCase) || n.Name.Contains(text, StringComparison.OrdinalIgnoreCase))
                .OrderBy(n => !n.Symbol.Value.Equals(text, StringComparison.OrdinalIgnoreCase))
                .ThenBy(n => !n.Symbol.Value.StartsWith(text, StringComparison.OrdinalIgnoreCase))
                .ThenBy(static n => n.Symbol)
                .Take(limit)
                .Select(static n => new SymbolMatch { Symbol = n.Symbol, Name = n.Name, Type = n.Type }),
        ];
    }

    /// <inheritdoc/>
    public async Task<InstrumentInfo> GetInfoAsync(Symbol symbol, CancellationToken cancellationToken = default)
    {
        var found = await _folder.FindAsync(symbol, cancellationToken).ConfigureAwait(false) ?? throw MarketDataException.SymbolUnknown(symbol);
        return new InstrumentInfo
        {
            Symbol = symbol, Name = found.Name, Type = found.Type, Exchange = found.Exchange, TimeZone = found.TimeZone, Currency = found.Currency ?? _options.Currency,
        };
    }

    /// <summary>Corrects as asked; where there is nothing to correct with, the prices stay raw and say so.</summary>
    private async Task<(IReadOnlyList<Bar> Bars, PriceAdjustment Adjustment)> AdjustAsync(IReadOnlyList<Bar> bars, PriceRequest request, CancellationToken cancellationToken)
    {
        if (_options.Adjustment is not PriceAdjustment.Raw || request.Adjustment is PriceAdjustment.Raw)
        {
            return (bars, _options.Adjustment);
        }

        var (splits, dividends) = await _folder.ReadActionsAsync(request.Symbol, cancellationToken).ConfigureAwait(false);
        if (splits is null && dividends is null)
        {
            return (bars, PriceAdjustment.Raw);
        }

        // What happened after the day that is asked about was not known then.
        var until = request.AsOf ?? DateOnly.MaxValue;
        return (CorporateActions.Adjust(bars, request.Adjustment, (splits ?? []).Where(s => s.Day <= until), (dividends ?? []).Where(d => d.ExDay <= until)), request.Adjustment);
    }
}
