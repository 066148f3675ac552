namespace MadLab.Market.Feeds;

/// <summary>What a quote is, beside those before it.</summary>
internal enum QuoteNews
{
    /// <summary>It says something new.</summary>
    New,

    /// <summary>It repeats the last one to the letter, its timestamp included, or is a little older: no sign that the upstream works.</summary>
    Nothing,

    /// <summary>It is far older than one before it: the sequence runs backwards.</summary>
    Backwards,
}

/// <summary>Tells new quotes of one sequence from repeated ones and from those that go back in time.</summary>
/// <param name="known">The newest quote of the sequence before this one; null when there was none.</param>
internal sealed class QuoteOrder(Quote? known)
{
    // As in the cells of the streams: up to here it is disorder on the way.
    private static readonly TimeSpan Disorder = TimeSpan.FromSeconds(10);

    // A sequence may begin where it likes: only what it says itself binds it.
    private Quote? _newest;
    private DateTimeOffset _heard;

    /// <summary>The newest quote so far.</summary>
    public Quote? Newest => _newest ?? known;

    /// <summary>Judges the next quote.</summary>
    /// <param name="quote">The quote.</param>
    /// <param name="now">The host's clock.</param>
    public QuoteNews Judge(Quote quote, DateTimeOffset now)
    {
        if (_newest is { } newest && quote.Timestamp < newest.Timestamp)
        {
            // When the host's clock was set back, what is stamped by it went with it.
            var setBack = _heard > now ? _heard - now : TimeSpan.Zero;
            if (newest.Timestamp - quote.Timestamp <= setBack + Disorder)
            {
                if (setBack == TimeSpan.Zero)
                {
                    return QuoteNews.Nothing;
                }
            }
            else
            {
                return QuoteNews.Backwards;
            }
        }

        var isNew = quote != Newest;
        _newest = quote;
        _heard = now;
        return isNew ? QuoteNews.New : QuoteNews.Nothing;
    }
}
