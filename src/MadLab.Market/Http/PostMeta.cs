using MadLab.Market.Caching;

namespace MadLab.Market.Http;

/// <summary>Puts the <c>meta</c> of a symbol together from what its parts have written already.</summary>
internal static class PostMeta
{
    /// <summary>Writes the object: the source of the first part that could be had, the attempts of all, what is stale, and each part's source where they differ.</summary>
    public static void Write(BodySender body, ReadOnlySpan<PartRead> parts, IReadOnlyList<MarketKind> kinds, MarketEntry first)
    {
        var isAnyStale = false;
        var areAlike = true;
        var firstIsStale = false;
        foreach (ref readonly var part in parts)
        {
            if (part.Error is null)
            {
                var isStale = IsStale(part);
                firstIsStale = ReferenceEquals(part.Read.Entry, first) ? isStale : firstIsStale;
                isAnyStale |= isStale;
                areAlike &= isStale == firstIsStale && IsOfOneSource(part.Read.Entry.Provenance, first.Provenance);
            }
        }

        body.Write("{"u8);
        body.Write(Inner(first.Source));
        WriteAttempts(body, parts, kinds);
        if (isAnyStale)
        {
            body.Write(",\"stale\":true"u8);
        }

        if (!areAlike)
        {
            WriteParts(body, parts, kinds);
        }

        body.Write("}"u8);
    }

    private static void WriteAttempts(BodySender body, ReadOnlySpan<PartRead> parts, IReadOnlyList<MarketKind> kinds)
    {
        body.Write(",\"attempts\":["u8);
        var isFirst = true;
        for (var k = 0; k < parts.Length; k++)
        {
            var attempts = Inner(parts[k].Error is { } error ? EntryMeta.Attempts(error.Attempts, kinds[k]) : parts[k].Read.Entry.AttemptsText);
            if (attempts.Length > 0)
            {
                body.Write(isFirst ? default : ","u8);
                body.Write(attempts);
                isFirst = false;
            }
        }

        body.Write("]"u8);
    }

    private static void WriteParts(BodySender body, ReadOnlySpan<PartRead> parts, IReadOnlyList<MarketKind> kinds)
    {
        body.Write(",\"parts\":"u8);
        var before = "{"u8;
        for (var k = 0; k < parts.Length; k++)
        {
            if (parts[k].Error is null)
            {
                body.Write(before);
                body.Write(MarketKinds.MemberNames[(int)kinds[k]]);
                body.Write("{"u8);
                body.Write(Inner(parts[k].Read.Entry.Source));
                body.Write(IsStale(parts[k]) ? ",\"stale\":true}"u8 : "}"u8);
                before = ","u8;
            }
        }

        body.Write("}"u8);
    }

    // Not what one source never says of all its parts: adjustment is of prices alone, and each has a moment of its own.
    private static bool IsOfOneSource(Provenance one, Provenance other) =>
        one.Provider == other.Provider && one.Feed == other.Feed && one.DelaySeconds == other.DelaySeconds;

    private static bool IsStale(in PartRead part) => part.Read.Outcome == ReadOutcome.Stale;

    /// <summary>What stands between the braces or brackets.</summary>
    private static ReadOnlySpan<byte> Inner(byte[] json) => json.AsSpan(1, json.Length - 2);
}
