namespace MadLab.Testing.Conformance;

/// <summary>One run: the provider, and answers that several checks look at, asked for once.</summary>
internal sealed class ConformanceRun
{
    private readonly Dictionary<string, Task<object>> _answers = [];

    public ConformanceRun(IMarketDataProvider provider, ConformanceOptions options, CancellationToken cancellationToken)
    {
        Provider = provider;
        Options = options;
        CancellationToken = cancellationToken;
    }

    public IMarketDataProvider Provider { get; }

    public ConformanceOptions Options { get; }

    public CancellationToken CancellationToken { get; }

    public ProviderDescriptor Descriptor => Provider.Descriptor;

    public DateTimeOffset Now => Options.Time.GetUtcNow();

    /// <summary>The provider as what it claims to be.</summary>
    /// <exception cref="NotApplicableException">It does not claim that.</exception>
    public T As<T>(ProviderCapabilities capability)
        where T : class, IMarketDataProvider =>
        Descriptor.Capabilities.HasFlag(capability) && Provider is T able ? able : throw new NotApplicableException($"The provider offers no {typeof(T).Name}.");

    /// <summary>An answer, within the limit of a call.</summary>
    public async Task<T> CallAsync<T>(Func<CancellationToken, Task<T>> call)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(CancellationToken);
        limit.CancelAfter(Options.CallLimit);
        try
        {
            return await call(limit.Token).WaitAsync(Options.CallLimit + TimeSpan.FromSeconds(1), CancellationToken).ConfigureAwait(false)
                ?? throw new InvalidOperationException("The answer was null.");
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException && !CancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"No answer came within {Options.CallLimit.TotalSeconds:0} s.", e);
        }
    }

    /// <summary>The same answer for all checks that ask for it.</summary>
    public async Task<T> OnceAsync<T>(string key, Func<CancellationToken, Task<T>> call)
        where T : class
    {
        if (!_answers.TryGetValue(key, out var answer))
        {
            _answers[key] = answer = AskAsync();
        }

        return (T)await answer.ConfigureAwait(false);

        async Task<object> AskAsync() => await CallAsync(call).ConfigureAwait(false);
    }

    /// <summary>The same answer for all checks, of something that an instrument may not have, such as options.</summary>
    /// <exception cref="NotApplicableException">The symbol of the options has none.</exception>
    public async Task<T> OnceWhereItHasAsync<T>(string key, Func<CancellationToken, Task<T>> call)
        where T : class
    {
        try
        {
            return await OnceAsync(key, call).ConfigureAwait(false);
        }
        catch (MarketDataException e) when (e.Kind == MarketErrorKind.NoData)
        {
            throw new NotApplicableException($"{Options.Symbol} has none: {e.Message}");
        }
    }

    /// <summary>Daily bars of half a year.</summary>
    public Task<PriceSeries> DailyAsync() => PricesAsync(new PriceRequest { Symbol = Options.Symbol, Adjustment = OfferedAdjustment });

    public Task<PriceSeries> PricesAsync(PriceRequest request)
    {
        var provider = As<IPriceProvider>(ProviderCapabilities.Prices);
        return OnceAsync(request.ToString(), cancel => provider.GetPricesAsync(request, cancel));
    }

    /// <summary>What the host would ask for: all corrections where they are offered, else the first offer.</summary>
    public PriceAdjustment OfferedAdjustment =>
        Descriptor.Adjustments.Contains(PriceAdjustment.All) ? PriceAdjustment.All : Descriptor.Adjustments.FirstOrDefault(PriceAdjustment.Raw);

    /// <summary>A symbol nobody has.</summary>
    /// <exception cref="NotApplicableException">The options say that there is none.</exception>
    public Symbol Unknown => Options.Unknown ?? throw new NotApplicableException("The options name no unknown symbol.");

    /// <summary>What is wrong with the way a call about an unknown symbol ended; null where it ended as it has to.</summary>
    public async Task<string?> UnknownAsync<T>(Func<Symbol, CancellationToken, Task<T>> call)
    {
        var unknown = Unknown;
        try
        {
            var answer = await CallAsync(cancel => call(unknown, cancel)).ConfigureAwait(false);
            return $"{unknown} was answered with {answer}; it has to be a MarketDataException of the kind SymbolUnknown.";
        }
        catch (MarketDataException e)
        {
            return e.Kind == MarketErrorKind.SymbolUnknown ? null : $"{unknown} ended as {e.Kind} (“{e.Message}”); it has to be SymbolUnknown.";
        }
        catch (Exception e) when (e is not NotApplicableException && !CancellationToken.IsCancellationRequested)
        {
            return $"{unknown} ended in {e.GetType().Name} (“{e.Message}”); it has to be a MarketDataException of the kind SymbolUnknown.";
        }
    }

    /// <summary>Runs a call under another culture, as a host in another country would.</summary>
    public async Task<T> InCultureAsync<T>(string culture, Func<CancellationToken, Task<T>> call)
    {
        // Of this flow alone: a culture is part of the context that awaits carry on.
        var before = System.Globalization.CultureInfo.CurrentCulture;
        System.Globalization.CultureInfo.CurrentCulture = ForeignCulture.Of(culture);
        try
        {
            return await CallAsync(call).ConfigureAwait(false);
        }
        finally
        {
            System.Globalization.CultureInfo.CurrentCulture = before;
        }
    }
}
