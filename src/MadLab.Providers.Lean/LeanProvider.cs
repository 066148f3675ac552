using MadLab.Providers.Lean.Bars;
using MadLab.Providers.Lean.Calendars;
using MadLab.Providers.Lean.Catalog;
using MadLab.Providers.Lean.Files;
using MadLab.Providers.Lean.OptionDays;
using MadLab.Providers.Lean.Replay;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace MadLab.Providers.Lean;

/// <summary>Serves a data folder in QuantConnect/Lean format, and replays the newest session of each instrument as its live stream.</summary>
/// <remarks>
/// Reads <c>equity/usa</c> (daily, hour and minute bars, factor and map files), <c>option/usa/daily</c>, <c>crypto/coinbase</c>,
/// <c>forex/oanda</c>, <c>market-hours</c> and <c>alternative/interest-rate</c>. Files may be added and replaced while it runs. A missing or
/// broken file is an error that names it relative to the folder; nothing outside the folder is opened, whatever the symbol.
/// </remarks>
public sealed class LeanProvider : IPriceProvider, IQuoteStreamProvider, IOptionChainProvider, ISymbolSearchProvider, IInstrumentInfoProvider
{
    private readonly double _speed;
    private readonly LeanCatalog _catalog;
    private readonly DailyBars _daily;
    private readonly SeriesReader _series;
    private readonly OptionChainReader _chains;
    private readonly InstrumentDescriber _describer;
    private readonly ReplayLoader _replays;
    private readonly ReplayStream _stream;

    /// <summary>Creates the provider from its section of the configuration: <c>Folder</c> and <c>ReplaySpeed</c>.</summary>
    /// <param name="context">What the host gives; a registered <see cref="TimeProvider"/> is the replay's clock.</param>
    /// <exception cref="OptionsValidationException">A setting cannot be used; the message names it.</exception>
    [ActivatorUtilitiesConstructor]
    public LeanProvider(ProviderContext context)
        : this(LeanSettings.Read(context, null, null), context?.Services.GetService<TimeProvider>())
    {
    }

    /// <summary>Creates the provider.</summary>
    /// <param name="options">Where the folder is and how fast it is replayed; read once.</param>
    /// <param name="timeProvider">The replay's clock; the system's by default.</param>
    /// <exception cref="OptionsValidationException">A setting cannot be used; the message names it.</exception>
    public LeanProvider(LeanProviderOptions options, TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        LeanSettings.Validate(options, nameof(LeanProviderOptions) + ".");
        _speed = options.ReplaySpeed;
        Files = new DataFolder(options.Folder);
        _catalog = new LeanCatalog(Files);
        _daily = new DailyBars(Files);
        var calendars = new MarketCalendars(Files);
        var intraday = new IntradayBars(Files, _daily);
        _series = new SeriesReader(_daily, intraday, new IntradayWindows(Files, _daily), calendars);
        _chains = new OptionChainReader(Files, _daily, calendars);
        _describer = new InstrumentDescriber(_daily, calendars);
        _replays = new ReplayLoader(_daily, intraday, calendars);
        _stream = new ReplayStream(_speed, timeProvider ?? TimeProvider.System);
        Descriptor = Describe();
    }

    /// <inheritdoc/>
    public ProviderDescriptor Descriptor { get; }

    /// <summary>The folder; for tests.</summary>
    internal DataFolder Files { get; }

    /// <inheritdoc/>
    public Task<PriceSeries> GetPricesAsync(PriceRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Task.Run(() => _series.Read(Find(request.Symbol), request), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<OptionChain> GetOptionChainAsync(Symbol symbol, DateOnly? date = null, CancellationToken cancellationToken = default) =>
        Task.Run(() => _chains.Read(symbol, Find(symbol), date), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<SymbolMatch>> SearchAsync(string text, int limit, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Task.Run(() => _catalog.Search(text, limit), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<InstrumentInfo> GetInfoAsync(Symbol symbol, CancellationToken cancellationToken = default) =>
        Task.Run(() => _describer.Describe(symbol, Find(symbol)), cancellationToken);

    /// <inheritdoc/>
    /// <remarks>
    /// Replays the session of the newest daily bar, in prices as they were traded: from minute or hour bars of that day where the folder has
    /// them, else along the daily bar. It sends five quotes a second, ends on the daily close, stands there for 3.5 seconds and starts again.
    /// Where it stands depends on the time since the provider was made, so all symbols keep step.
    /// </remarks>
    public IAsyncEnumerable<Quote> StreamQuotesAsync(Symbol symbol, CancellationToken cancellationToken = default) =>
        _stream.ReadAsync(symbol, last => _replays.Load(Find(symbol), last), cancellationToken);

    /// <inheritdoc/>
    public ReplaySession? GetReplay(Symbol symbol)
    {
        try
        {
            return _catalog.Find(symbol) is { } instrument
                ? new ReplaySession(_daily.Of(instrument).Span[^1].Day, _speed)
                : null;
        }
        catch (MarketDataException)
        {
            // The stream itself says what is wrong; here nothing is known.
            return null;
        }
    }

    private LeanInstrument Find(Symbol symbol) =>
        _catalog.Find(symbol) ?? throw MarketDataException.SymbolUnknown(symbol, "the data folder has no file of that name.");

    private ProviderDescriptor Describe()
    {
        var currencies = _catalog.All().Select(i => i.Currency).Distinct().Take(2).ToArray();
        return new ProviderDescriptor
        {
            Feed = "lean",
            IsHistorical = true,
            TestSymbol = _catalog.All().Select(static i => Symbol.TryParse(i.Key, out var symbol) ? symbol : (Symbol?)null).FirstOrDefault(static s => s is not null),
            AnswersAsOf = true,
            AssetClasses = [AssetClass.Equity, AssetClass.Etf, AssetClass.Crypto, AssetClass.Forex],
            Adjustments = [PriceAdjustment.Raw, PriceAdjustment.Splits, PriceAdjustment.All],
            Currency = currencies.Length == 1 ? currencies[0] : null,
            Limits = new ProviderLimits
            {
                Intervals = [BarInterval.OneMinute, BarInterval.OneHour, BarInterval.OneDay],
                MaxSilence = Timeout.InfiniteTimeSpan, // a replay keeps its own time, not the market's
            },
        };
    }
}
