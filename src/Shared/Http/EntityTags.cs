using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace MadLab.Http;

/// <summary>Strong entity tags and the two preconditions that compare them (RFC 9110, 8.8.3 and 13.1).</summary>
internal static class EntityTags
{
    /// <summary>A strong tag over the bytes of an answer, one per content coding.</summary>
    public static string Of(ReadOnlySpan<byte> body, string? coding = null)
    {
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(body, hash);
        var text = Base64Url.EncodeToString(hash[..12]);
        return coding is null ? $"\"{text}\"" : $"\"{text}-{coding}\"";
    }

    /// <summary>Whether <c>If-None-Match</c> names the tag (weak comparison), so that 304 is the answer.</summary>
    public static bool NoneMatchHits(StringValues ifNoneMatch, string tag)
    {
        if (ifNoneMatch.Count == 0)
        {
            return false;
        }

        // The common case, a browser sending back the one tag it got, allocates nothing.
        if (ifNoneMatch.Count == 1 && string.Equals(ifNoneMatch[0], tag, StringComparison.Ordinal))
        {
            return true;
        }

        if (!EntityTagHeaderValue.TryParseList(ifNoneMatch, out var tags))
        {
            return false;
        }

        foreach (var candidate in tags)
        {
            if (candidate.Tag.Equals("*", StringComparison.Ordinal) || candidate.Tag.Equals(tag, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }
}
