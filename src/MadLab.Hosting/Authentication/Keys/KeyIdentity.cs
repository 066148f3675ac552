using System.Security.Claims;

namespace MadLab.Hosting.Authentication.Keys;

/// <summary>Who signed in with a key, whether the key came itself, by a session or by a ticket.</summary>
internal static class KeyIdentity
{
    /// <summary>The kind of identity, which no token can claim for itself.</summary>
    private const string Type = "MadLab.Key";

    private const string IdClaim = "madlab.key";
    private const string Issuer = "MadLab";
    private const string NameClaim = "name";

    public static ClaimsPrincipal Of(ApiKey key)
    {
        var identity = new ClaimsIdentity(Type, NameClaim, ClaimTypes.Role);
        identity.AddClaim(new Claim(IdClaim, key.Id, ClaimValueTypes.String, Issuer));
        identity.AddClaim(new Claim(NameClaim, key.Name, ClaimValueTypes.String, Issuer));

        // By its name, so that a key that takes another's place finds its documents.
        identity.AddClaim(new Claim("sub", "key:" + key.Name, ClaimValueTypes.String, Issuer));
        return new ClaimsPrincipal(identity);
    }

    /// <summary>The key's identifier; null for callers who signed in by other means.</summary>
    public static string? KeyOf(ClaimsPrincipal caller) =>
        caller.Identities.FirstOrDefault(static i => i.IsAuthenticated && i.AuthenticationType == Type)?.FindFirst(IdClaim)?.Value;
}
