using System.Globalization;
using System.IO.Compression;
using MadLab.Market.Http;

namespace MadLab.Market.Caching;

/// <summary>One cached answer: the value, its bytes encoded once, and how long it is good for.</summary>
internal sealed class MarketEntry
{
    /// <summary>Below this, compressing costs more than it saves.</summary>
    public const int MinCompressed = 512;

    private readonly Lock _gate = new();
    private volatile EncodedBody? _brotli;
    private volatile EncodedBody? _gzip;
    private byte[]? _source;
    private byte[]? _attempts;
    private long _retryAtTicks;
    private int _refreshClaimed;

    public required MarketKey Key { get; init; }

    /// <summary>The value; null where <see cref="Error"/> is remembered instead.</summary>
    public object? Value { get; init; }

    /// <summary>A failure worth remembering, such as an unknown symbol; null for a value.</summary>
    public MarketDataException? Error { get; init; }

    public EncodedBody Identity { get; init; } = null!;

    public Provenance Provenance { get; init; } = null!;

    /// <summary>The provenance's delay as a header writes it, made once.</summary>
    public string DelayText => field ??= Provenance.DelaySeconds.ToString(CultureInfo.InvariantCulture);

    /// <summary>The provenance's moment as a header writes it, made once; null where it is not known.</summary>
    public string? AsOfText => field ??= Provenance.AsOf?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);

    public IReadOnlyList<ProviderAttempt> Attempts { get; init; } = [];

    /// <summary>The provenance as a <c>POST</c> answer shows it, written at the first call.</summary>
    public byte[] Source => _source ??= EntryMeta.Source(Provenance);

    /// <summary>The attempts as a <c>POST</c> answer shows them, written at the first call.</summary>
    public byte[] AttemptsText => _attempts ??= EntryMeta.Attempts(Attempts, Key.Kind);

    /// <summary>Whether it is the whole entry, and not what <see cref="WithoutBody"/> left of it.</summary>
    public bool HasBody => Identity is not null;

    /// <summary>Whether it was computed from a stale answer: given out as stale, and not kept.</summary>
    public bool IsStale { get; init; }

    public required DateTimeOffset FreshUntil { get; init; }

    public required DateTimeOffset StaleUntil { get; init; }

    /// <summary>From when on a read asks again in the background; never by default.</summary>
    public DateTimeOffset RefreshAt { get; init; } = DateTimeOffset.MaxValue;

    /// <summary>Until when a stale value stands in without asking again; set after a failed refresh.</summary>
    public DateTimeOffset RetryAt
    {
        get => new(Interlocked.Read(ref _retryAtTicks), TimeSpan.Zero);
        set => Interlocked.Exchange(ref _retryAtTicks, value.UtcTicks);
    }

    /// <summary>What the entry weighs: the bytes, and about as much again for the value behind them.</summary>
    public long Weight => Error is not null ? 512 : 1024 + (Identity.Bytes.Length * 2L);

    /// <summary>What headers say of the entry, without the value and its bytes.</summary>
    public MarketEntry WithoutBody() => new()
    {
        Key = Key, Provenance = Provenance, Attempts = Attempts, IsStale = IsStale, FreshUntil = FreshUntil, StaleUntil = StaleUntil,
    };

    public bool IsFresh(DateTimeOffset now) => now < FreshUntil;

    public bool IsRefreshDue(DateTimeOffset now) => now >= RefreshAt && Volatile.Read(ref _refreshClaimed) == 0;

    /// <summary>True for the first who asks: an entry is refreshed early at most once.</summary>
    public bool TryClaimRefresh() => Interlocked.Exchange(ref _refreshClaimed, 1) == 0;

    public bool CanStandIn(DateTimeOffset now) => Error is null && now < StaleUntil;

    /// <summary>The body in a coding, compressed at the first call and kept; <paramref name="grown"/> says by how much the entry grew.</summary>
    public EncodedBody In(string? coding, out long grown)
    {
        grown = 0;
        if (coding is null || Identity.Bytes.Length < MinCompressed)
        {
            return Identity;
        }

        var made = coding == "br" ? _brotli : _gzip;
        if (made is not null)
        {
            return made;
        }

        lock (_gate)
        {
            made = coding == "br" ? _brotli : _gzip;
            if (made is null)
            {
                made = new EncodedBody(Compress(Identity.Bytes, coding), coding, Identity.Bytes);
                grown = made.Bytes.Length;
                if (coding == "br")
                {
                    _brotli = made;
                }
                else
                {
                    _gzip = made;
                }
            }

            return made;
        }
    }

    private static byte[] Compress(byte[] body, string coding)
    {
        using var buffer = new MemoryStream(body.Length / 4);
        using (Stream stream = coding == "br"
            ? new BrotliStream(buffer, new BrotliCompressionOptions { Quality = 5 }, leaveOpen: true)
            : new GZipStream(buffer, CompressionLevel.Optimal, leaveOpen: true))
        {
            stream.Write(body);
        }

        return buffer.ToArray();
    }
}
