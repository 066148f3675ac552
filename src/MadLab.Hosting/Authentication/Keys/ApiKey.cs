using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace MadLab.Hosting.Authentication.Keys;

/// <summary>A key as it is kept: with the hash of its secret, never the secret.</summary>
/// <remarks>
/// The secret has 256 random bits, so that one round of SHA-256 is enough: nobody guesses what it was made from, and slow
/// hashes, which protect words that people choose, would only make every request slow.
/// </remarks>
internal sealed record ApiKey(string Name, string Id, string Hash, Scopes Scopes, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt)
{
    /// <summary>What every key begins with, so that scanners for leaked secrets find it.</summary>
    public const string Prefix = "madlab_";

    private const int IdBytes = 6;
    private const int SecretBytes = 32;
    private const int IdLength = IdBytes * 2;
    private const int TextLength = 7 + IdLength + 1 + 43;

    /// <summary>Makes a key; its text is nowhere else.</summary>
    public static (ApiKey Key, string Text) Make(string name, Scopes scopes, DateTimeOffset now, DateTimeOffset? expiresAt)
    {
        var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdBytes));
        var secret = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes));
        return (new ApiKey(name, id, HashOf(secret), scopes, now, expiresAt), $"{Prefix}{id}_{secret}");
    }

    /// <summary>The parts of what a caller sent.</summary>
    public static bool TryRead(string text, [NotNullWhen(true)] out string? id, [NotNullWhen(true)] out string? secret)
    {
        (id, secret) = (null, null);
        if (text.Length != TextLength || !text.StartsWith(Prefix, StringComparison.Ordinal) || text[Prefix.Length + IdLength] != '_')
        {
            return false;
        }

        (id, secret) = (text.Substring(Prefix.Length, IdLength), text[(Prefix.Length + IdLength + 1)..]);
        return true;
    }

    public bool Matches(string secret) => CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Hash), Encoding.ASCII.GetBytes(HashOf(secret)));

    public bool IsExpired(DateTimeOffset now) => ExpiresAt is { } end && end <= now;

    private static string HashOf(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}
