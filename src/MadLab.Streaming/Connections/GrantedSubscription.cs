using MadLab.Streaming.Access;
using MadLab.Streaming.Hub;

namespace MadLab.Streaming.Connections;

/// <summary>A symbol of a connection whose caller sees what the host says.</summary>
/// <param name="cell">The cell of the caller's right.</param>
/// <param name="grant">What the host said.</param>
/// <param name="rights">Who asks the host anew; null where nobody does.</param>
/// <param name="after">The version after which values are sent; 0 for all.</param>
internal sealed class GrantedSubscription(SymbolCell cell, Grant grant, AccessWatch? rights, long after = 0) : Subscription(cell)
{
    private volatile Grant _grant = grant;

    /// <summary>What the host said last.</summary>
    public Grant Grant
    {
        get => _grant;
        set => _grant = value;
    }

    /// <inheritdoc/>
    public override CellValue? News(long since)
    {
        var value = base.News(Math.Max(since, after));
        if (value is null || _grant.Covers(value))
        {
            return value;
        }

        // From a source the host has not been asked about: withheld until it was.
        rights?.Wake();
        return null;
    }
}
