using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace MadLab.Stores;

/// <summary>The precondition of a write (RFC 9110, 13.1.1), in the store's versions.</summary>
internal readonly struct IfMatch
{
    /// <summary>A version no document ever has: the writer holds a tag that is not one of ours.</summary>
    private const long NoVersion = -1;

    private readonly long[]? _versions;

    private IfMatch(bool isAny, long[]? versions)
    {
        IsAny = isAny;
        _versions = versions;
    }

    /// <summary><c>If-Match: *</c>: whatever the version, but there must be a document.</summary>
    public bool IsAny { get; }

    public static IfMatch Of(HttpRequest request)
    {
        var header = request.Headers.IfMatch;
        if (header.Count == 0)
        {
            return default;
        }

        if (!EntityTagHeaderValue.TryParseList(header, out var tags))
        {
            return new IfMatch(isAny: false, []);
        }

        var versions = new List<long>(tags.Count);
        foreach (var tag in tags)
        {
            if (tag.Equals(EntityTagHeaderValue.Any))
            {
                return new IfMatch(isAny: true, versions: null);
            }

            // A write compares strongly: a weak tag matches nothing.
            if (!tag.IsWeak && TryReadVersion(tag.Tag.AsSpan(), out var version))
            {
                versions.Add(version);
            }
        }

        return new IfMatch(isAny: false, [.. versions]);
    }

    /// <summary>The version the store is to expect; null for any.</summary>
    /// <param name="current">Reads the present version, null when there is no document; asked only when the writer named several.</param>
    public async ValueTask<long?> ExpectAsync(Func<Task<long?>> current)
    {
        switch (_versions)
        {
            case null:
                return null;
            case []:
                return NoVersion;
            case [var only]:
                return only;
            default:
                var version = await current();
                return version is { } known && Array.IndexOf(_versions, known) >= 0 ? known : NoVersion;
        }
    }

    private static bool TryReadVersion(ReadOnlySpan<char> tag, out long version)
    {
        version = 0;
        return tag.Length > 3
            && tag.StartsWith("\"v", StringComparison.Ordinal)
            && long.TryParse(tag[2..^1], NumberStyles.None, CultureInfo.InvariantCulture, out version);
    }
}
