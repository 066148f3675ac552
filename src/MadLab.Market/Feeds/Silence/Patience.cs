namespace MadLab.Market.Feeds.Silence;

/// <summary>How long one symbol's quotes may stand still.</summary>
/// <remarks>
/// A mute stream that is opened anew and only repeats the last quote was not mute: the market is quiet. Each time that happens the limit
/// doubles, so that an instrument that hardly trades is not restarted, and its clients not alarmed, every minute.
/// </remarks>
internal sealed class Patience
{
    private const int Most = 16;

    // As many new quotes say that it trades after all.
    private const int Lively = 100;

    private int _factor = 1;
    private int _news;

    /// <summary>How often the limit of a provider is granted: 1 to 16 times.</summary>
    public int Factor => Volatile.Read(ref _factor);

    /// <summary>The symbol's stream, opened anew, said nothing that was not known.</summary>
    public void Quiet()
    {
        _news = 0;
        Volatile.Write(ref _factor, Math.Min(Most, _factor * 2));
    }

    /// <summary>A new quote came.</summary>
    public void News()
    {
        if (_factor > 1 && ++_news >= Lively)
        {
            _news = 0;
            Volatile.Write(ref _factor, 1);
        }
    }
}
