namespace MadLab;

/// <summary>Who may see what: the host's, asked before every answer of <c>/market</c>, cached ones included, and for every symbol of a stream.</summary>
/// <remarks>
/// Register one as a singleton; without one everybody sees everything and nothing is asked. What throws, or takes more than 5 seconds,
/// refuses. It is asked often (a batch: once per symbol and provider), so what it reads from afar it should keep for a while itself.
/// Callers in the same process are the host's own code and are not asked about, unless <see cref="MarketRequestOptions.Caller"/> says for whom they ask.
/// </remarks>
public interface IMarketAccess
{
    /// <summary>Decides for one caller, provider, feed and symbol.</summary>
    /// <param name="request">Who asks for what.</param>
    /// <param name="cancellationToken">Ends the question when the caller has left.</param>
    ValueTask<MarketAccess> DecideAsync(MarketAccessRequest request, CancellationToken cancellationToken = default);
}
