using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace MadLab.Providers;

/// <summary>Asks an upstream for JSON and says what went wrong in the words that the host understands.</summary>
/// <remarks>
/// <para>Every failure is a <see cref="MarketDataException"/>: 401 and 403 <c>Unauthorized</c>, 404 <c>SymbolUnknown</c> where the call names a symbol and else <c>NoData</c>,
/// 429 <c>QuotaExceeded</c> with <c>Retry-After</c>, other 4xx <c>NotSupported</c>, 5xx and a lost connection <c>Unavailable</c>, no answer in time <c>Timeout</c>, a page of HTML, an answer that
/// ends early, is too long or has another shape <c>Malformed</c>. Addresses are in none of them, because keys are in some addresses.</para>
/// <para>The host retries, counts, breaks circuits and fails over: this does none of that. Thread-safe.</para>
/// </remarks>
public sealed class UpstreamClient
{
    private const int MaxPages = 1_000;
    private const int MaxCleanLength = 200;

    private readonly HttpClient _http;
    private readonly UpstreamOptions _options;

    /// <summary>Creates a client.</summary>
    /// <param name="http">The client that sends; its base address, headers and handler are its owner's.</param>
    /// <param name="options">The upstream.</param>
    public UpstreamClient(HttpClient http, UpstreamOptions options)
    {
        ArgumentNullException.ThrowIfNull(http);
        ArgumentNullException.ThrowIfNull(options);
        _http = http;
        _options = options;
    }

    /// <summary>Gets an address.</summary>
    /// <param name="address">The address, below the client's base address or whole; parts that come from a symbol are escaped.</param>
    /// <param name="read">Makes the answer of the JSON, which is gone after it. Use <see cref="JsonFields"/>: what is not there is then told, and not thrown as a fault of the code.</param>
    /// <param name="symbol">The instrument that is asked about, where it is one.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="MarketDataException">There is no answer.</exception>
    public Task<T> GetAsync<T>(string address, Func<JsonElement, T> read, Symbol? symbol = null, CancellationToken cancellationToken = default) =>
        SendAsync(() => new HttpRequestMessage(HttpMethod.Get, address), read, symbol, cancellationToken);

    /// <summary>Sends a request.</summary>
    /// <param name="request">Makes the request; it is disposed here.</param>
    /// <param name="read">As in <see cref="GetAsync{T}"/>.</param>
    /// <param name="symbol">The instrument that is asked about, where it is one.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="MarketDataException">There is no answer.</exception>
    public async Task<T> SendAsync<T>(Func<HttpRequestMessage> request, Func<JsonElement, T> read, Symbol? symbol = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(read);
        _options.Budget?.Take(_options.Name);
        try
        {
            using var message = request();
            using var response = await _http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
            using var document = await ReadAsync(response, cancellationToken).ConfigureAwait(false);
            var answer = new UpstreamAnswer((int)response.StatusCode, document?.RootElement, symbol, RetryAfter(response.Headers));
            if (_options.MapError?.Invoke(answer) is { } mapped)
            {
                throw mapped;
            }

            if (!response.IsSuccessStatusCode)
            {
                throw ByStatus(answer);
            }

            return read(document?.RootElement ?? throw Malformed("is no JSON"));
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new MarketDataException(MarketErrorKind.Timeout, $"{_options.Name} did not answer in time.", e);
        }
        catch (Exception e) when (e is HttpRequestException or IOException && !cancellationToken.IsCancellationRequested)
        {
            // Also where the connection broke in the middle of an answer: the next call may have all of it.
            throw new MarketDataException(MarketErrorKind.Unavailable, $"{_options.Name} cannot be reached.", e);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException or OverflowException)
        {
            throw Malformed("is not of the expected shape", e);
        }
    }

    /// <summary>Gets an address and those that follow it, until there is none.</summary>
    /// <param name="first">The first address.</param>
    /// <param name="read">Makes a page of the JSON, and says where the next one is: null after the last.</param>
    /// <param name="symbol">The instrument that is asked about, where it is one.</param>
    /// <param name="cancellationToken">Ends the calls.</param>
    /// <exception cref="MarketDataException">A page could not be had, or there is no end: what came before is not the answer.</exception>
    public async IAsyncEnumerable<T> GetPagesAsync<T>(
        string first, Func<JsonElement, (T Page, string? Next)> read, Symbol? symbol = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (string? address = first; address is not null;)
        {
            if (!seen.Add(address) || seen.Count > MaxPages)
            {
                throw Malformed("goes on for ever");
            }

            (var page, address) = await GetAsync(address, read, symbol, cancellationToken).ConfigureAwait(false);
            yield return page;
        }
    }

    /// <summary>What an upstream says of itself, fit to be shown: one line, at most 200 characters, without the secrets.</summary>
    public string Clean(string? text)
    {
        text ??= string.Empty;
        foreach (var secret in _options.Secrets)
        {
            text = secret.Length > 0 ? text.Replace(secret, "***", StringComparison.OrdinalIgnoreCase) : text;
        }

        var line = string.Concat(text.Select(static c => char.IsControl(c) || char.IsSurrogate(c) ? ' ' : c)).Trim();
        return line.Length > MaxCleanLength ? line[..(MaxCleanLength - 1)] + "…" : line;
    }

    /// <summary>That the answer is not what it should be.</summary>
    public MarketDataException Malformed(string what, Exception? cause = null) => new(MarketErrorKind.Malformed, $"The answer of {_options.Name} {what}.", cause);

    private MarketDataException ByStatus(UpstreamAnswer answer) => answer.Status switch
    {
        401 or 403 => new(MarketErrorKind.Unauthorized, $"{_options.Name} refuses the credentials (status {answer.Status})."),
        404 => answer.Symbol is { } symbol ? MarketDataException.SymbolUnknown(symbol) : new(MarketErrorKind.NoData, $"{_options.Name} has nothing there."),
        408 => new(MarketErrorKind.Timeout, $"{_options.Name} did not answer in time."),
        429 => new(MarketErrorKind.QuotaExceeded, $"The quota of {_options.Name} is used up.") { RetryAfter = answer.RetryAfter },
        >= 400 and < 500 => new(MarketErrorKind.NotSupported, $"{_options.Name} refuses the question (status {answer.Status})."),
        >= 500 => new(MarketErrorKind.Unavailable, $"{_options.Name} is failing (status {answer.Status}).") { RetryAfter = answer.RetryAfter },
        _ => Malformed($"has the status {answer.Status}"),
    };

    /// <summary>The body as JSON; null where it is an error's and is none.</summary>
    private async Task<JsonDocument?> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.Content.Headers.ContentLength > _options.MaxBytes)
        {
            throw TooLong();
        }

        using var bounded = new BoundedStream(_options.MaxBytes, TooLong);
        await response.Content.CopyToAsync(bounded, cancellationToken).ConfigureAwait(false);
        try
        {
            return JsonDocument.Parse(bounded.Written);
        }
        catch (JsonException) when (!response.IsSuccessStatusCode)
        {
            return null;
        }
        catch (JsonException e)
        {
            throw Malformed(
                response.Content.Headers.ContentType?.MediaType is "text/html" ? "is a page for people"
                : bounded.Written.Length == 0 ? "is empty"
                : "is no JSON, or ends early",
                e);
        }
    }

    private MarketDataException TooLong() => Malformed($"is longer than {_options.MaxBytes} bytes");

    private TimeSpan? RetryAfter(HttpResponseHeaders headers) => headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date - _options.Time.GetUtcNow() is var wait && wait > TimeSpan.Zero ? wait : TimeSpan.Zero,
        _ => null,
    };
}
