namespace MadLab;

/// <summary>Live quotes below the streams: one upstream per symbol, with failover, back-off and the live-data switch. MadLab.Market provides it.</summary>
public interface IQuoteFeed
{
    /// <summary>Whether providers may be called; see <see cref="ILiveDataSwitch"/>.</summary>
    bool IsLive { get; }

    /// <summary>Whether what is streamed by default is made up for demonstration.</summary>
    bool IsDemo { get; }

    /// <summary>Which provider serves a symbol's quotes, as far as is known without calling one; null when none can.</summary>
    QuoteSourceInfo? Describe(Symbol symbol);

    /// <summary>Opens the one upstream of a symbol. Returns at once; the listener is told everything else, never two calls at a time.</summary>
    /// <param name="symbol">The instrument.</param>
    /// <param name="listener">Who is told.</param>
    /// <returns>Dispose it to end the upstream; the listener may be told once more.</returns>
    IDisposable Open(Symbol symbol, IQuoteFeedListener listener);

    /// <summary>Calls back after each change of <see cref="IsLive"/>, on any thread, until disposed.</summary>
    IDisposable OnLiveChange(Action<bool> changed);
}
