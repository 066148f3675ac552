using System.Globalization;
using MadLab.Http;

namespace MadLab.Market.Caching;

/// <summary>The bytes of an answer in one content coding, with the header values that go with them.</summary>
internal sealed class EncodedBody
{
    public EncodedBody(byte[] bytes, string? coding, ReadOnlySpan<byte> identity)
    {
        Bytes = bytes;
        Coding = coding;
        ETag = EntityTags.Of(identity, coding);
        Length = bytes.Length.ToString(CultureInfo.InvariantCulture);
    }

    public byte[] Bytes { get; }

    /// <summary><c>br</c>, <c>gzip</c>, or null for identity.</summary>
    public string? Coding { get; }

    public string ETag { get; }

    public string Length { get; }
}
