using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace MadLab.Stores;

/// <summary>
/// The entity tag of one version of one document. The version alone would not do: a document made again under the name of a deleted one
/// begins at version 1 as well, and whoever holds the tag of the old one must not take, overwrite or delete the new one for it.
/// </summary>
/// <param name="Mark">Stands for the document: see <see cref="MarkOf"/>.</param>
/// <param name="Version">Its version.</param>
internal readonly record struct DocumentTag(string Mark, long Version)
{
    /// <summary>A few characters that stand for a document. Hashed, because another store's keys may be long, alike at the front, or no text for a header.</summary>
    /// <param name="id">The document's key.</param>
    public static string MarkOf(string id)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(id), hash);
        return Base64Url.EncodeToString(hash[..9]);
    }

    public static DocumentTag Of(Workspace workspace) => new(MarkOf(workspace.Id), workspace.Version);

    public static DocumentTag Of(Template template) => new(MarkOf(template.Id), template.Version);

    /// <summary>Reads a tag with its quotes; false when it is not one of ours.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out DocumentTag tag)
    {
        tag = default;
        var mark = text.IndexOf('-');
        if (mark < 0
            || !text.StartsWith("\"v", StringComparison.Ordinal)
            || !text.EndsWith("\"", StringComparison.Ordinal)
            || !long.TryParse(text[2..mark], NumberStyles.None, CultureInfo.InvariantCulture, out var version))
        {
            return false;
        }

        tag = new DocumentTag(text[(mark + 1)..^1].ToString(), version);
        return true;
    }

    /// <summary>The tag as a header has it: <c>"v3-Yk9rA0xPq1Zs"</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"\"v{Version}-{Mark}\"");
}
