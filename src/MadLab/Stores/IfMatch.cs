using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace MadLab.Stores;

/// <summary>The precondition of a write (RFC 9110, 13.1.1), in the store's versions.</summary>
internal readonly struct IfMatch
{
    /// <summary>A version no document ever has: the writer holds no tag of this document.</summary>
    private const long NoVersion = -1;

    private readonly DocumentTag[]? _tags;

    private IfMatch(bool isAny, DocumentTag[]? tags)
    {
        IsAny = isAny;
        _tags = tags;
    }

    /// <summary><c>If-Match: *</c>: whatever the version, but there must be a document.</summary>
    public bool IsAny { get; }

    /// <summary>Whether the write applies only to what the writer has read.</summary>
    public bool NamesTags => _tags is not null;

    public static IfMatch Of(HttpRequest request)
    {
        var header = request.Headers.IfMatch;
        if (header.Count == 0)
        {
            return default;
        }

        if (!EntityTagHeaderValue.TryParseList(header, out var values))
        {
            return new IfMatch(isAny: false, []);
        }

        var tags = new List<DocumentTag>(values.Count);
        foreach (var value in values)
        {
            if (value.Equals(EntityTagHeaderValue.Any))
            {
                return new IfMatch(isAny: true, tags: null);
            }

            // A write compares strongly: a weak tag matches nothing.
            if (!value.IsWeak && DocumentTag.TryParse(value.Tag.AsSpan(), out var tag))
            {
                tags.Add(tag);
            }
        }

        return new IfMatch(isAny: false, [.. tags]);
    }

    /// <summary>The version the store is to expect; null for any.</summary>
    /// <param name="mark">The document's, see <see cref="DocumentTag.MarkOf"/>: tags of others match nothing.</param>
    /// <param name="current">Reads the present version, null when there is no document; asked only when the writer named several of this document.</param>
    public async ValueTask<long?> ExpectAsync(string mark, Func<Task<long?>> current)
    {
        if (_tags is null)
        {
            return null;
        }

        var versions = _tags.Where(tag => tag.Mark == mark).Select(tag => tag.Version).ToArray();
        switch (versions)
        {
            case []:
                return NoVersion;
            case [var only]:
                return only;
            default:
                var version = await current();
                return version is { } known && versions.Contains(known) ? known : NoVersion;
        }
    }

    /// <summary>The version the store is to expect of a document that has just been read; null for any.</summary>
    /// <param name="current">The tag of the document as it is; null when there is none.</param>
    public long? Expect(DocumentTag? current) =>
        _tags is null ? null
        : current is { } tag && _tags.Contains(tag) ? tag.Version
        : NoVersion;
}
