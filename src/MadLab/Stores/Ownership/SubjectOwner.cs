using System.Buffers.Binary;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;

namespace MadLab.Stores.Ownership;

/// <summary>The owner where the host names none: a hash of who signed in, and from where.</summary>
internal sealed class SubjectOwner : IMadLabOwner
{
    /// <summary>Sets a name apart from a subject of the same text.</summary>
    private const string ByName = "name";

    // Strict: replacement characters would make two subjects one.
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public ValueTask<string> GetOwnerAsync(ClaimsPrincipal caller, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return ValueTask.FromResult(OwnerOf([.. caller.Identities.Where(static identity => identity.IsAuthenticated)]));
    }

    private static string OwnerOf(ClaimsIdentity[] signedIn)
    {
        if (signedIn.Length == 0)
        {
            return StoreOwners.Shared;
        }

        // The claim's type is left out of the hash: mapping `sub` to NameIdentifier or not is a setting, and must not change the owner.
        foreach (var identity in signedIn)
        {
            if (Find(identity, ClaimTypes.NameIdentifier) is { } mapped)
            {
                return Hash(mapped.Issuer, mapped.Value);
            }

            if (Find(identity, "sub") is { } subject)
            {
                return Hash(subject.Issuer, subject.Value);
            }
        }

        foreach (var identity in signedIn)
        {
            if (Find(identity, identity.NameClaimType) is { } name)
            {
                return Hash(name.Issuer, ByName, name.Value);
            }
        }

        throw new InvalidOperationException(
            "The caller is signed in, but has no NameIdentifier, no sub and no name claim to tell the owner of documents by. Register an IMadLabOwner that can.");
    }

    private static Claim? Find(ClaimsIdentity identity, string type) => identity.FindFirst(claim => claim.Type == type && claim.Value.Length > 0);

    /// <summary>Each part with its length before it, so that no two lists of parts are the same bytes.</summary>
    private static string Hash(params ReadOnlySpan<string> parts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[sizeof(int)];
        foreach (var part in parts)
        {
            var bytes = Utf8.GetBytes(part);
            BinaryPrimitives.WriteInt32LittleEndian(length, bytes.Length);
            hash.AppendData(length);
            hash.AppendData(bytes);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
