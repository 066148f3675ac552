using MadLab.Stores;

namespace MadLab.Persistence.Stores;

/// <summary>What the stores share on keys.</summary>
internal static class Keys
{
    /// <summary>Whether a document can have this key at all. Others are not asked about: some engines refuse NUL in a text.</summary>
    public static bool IsPossible(string key) => key.Length is > 0 and <= StoreLimits.MaxTextLength && !key.Contains('\0', StringComparison.Ordinal);

    public static long Now(TimeProvider time) => time.GetUtcNow().ToUnixTimeMilliseconds();

    public static DateTimeOffset Time(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
}
