using System.Security.Cryptography;
using MadLab.TestSupport;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace ReferenceHost.Tests.Auth;

/// <summary>An issuer of tokens on loopback, with the two documents that OpenID Connect asks for.</summary>
internal sealed class TestIssuer : IAsyncDisposable
{
    private readonly RSA _rsa = RSA.Create(2048);
    private readonly RsaSecurityKey _key;
    private KestrelApp _app = null!;

    private TestIssuer() => _key = new RsaSecurityKey(_rsa) { KeyId = "one" };

    public string Address => _app.Address.GetLeftPart(UriPartial.Authority);

    public static async Task<TestIssuer> StartAsync()
    {
        var issuer = new TestIssuer();
        issuer._app = await KestrelApp.StartAsync(static _ => { }, app =>
        {
            app.MapGet("/.well-known/openid-configuration", () => Results.Content(
                $$"""{"issuer":"{{issuer.Address}}","jwks_uri":"{{issuer.Address}}/keys","authorization_endpoint":"{{issuer.Address}}/a","token_endpoint":"{{issuer.Address}}/t","response_types_supported":["code"],"subject_types_supported":["public"],"id_token_signing_alg_values_supported":["RS256"]}""",
                "application/json"));
            app.MapGet("/keys", () => Results.Content(issuer.Keys(), "application/json"));
        });
        return issuer;
    }

    /// <summary>A token.</summary>
    /// <param name="scope">Its scopes.</param>
    /// <param name="audience">Whom it is made for.</param>
    /// <param name="lifetime">Until when it holds, from now; negative for one that ended.</param>
    /// <param name="forged">Whether somebody else signed it.</param>
    public string Token(string scope, string audience = "madlab", TimeSpan? lifetime = null, bool forged = false, string scopeClaim = "scope")
    {
        using var other = RSA.Create(2048);
        var key = forged ? new RsaSecurityKey(other) { KeyId = "one", CryptoProviderFactory = new CryptoProviderFactory { CacheSignatureProviders = false } } : _key;
        var expires = DateTime.UtcNow + (lifetime ?? TimeSpan.FromMinutes(5));
        return new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Address,
            Audience = audience,
            Expires = expires,
            NotBefore = expires - TimeSpan.FromHours(1),
            IssuedAt = expires - TimeSpan.FromHours(1),
            Claims = new Dictionary<string, object> { ["sub"] = "ann", ["name"] = "Ann", [scopeClaim] = scope },
            SigningCredentials = new SigningCredentials(key, SecurityAlgorithms.RsaSha256),
        });
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _rsa.Dispose();
    }

    private string Keys()
    {
        var part = _rsa.ExportParameters(false);
        return $$"""{"keys":[{"kty":"RSA","use":"sig","alg":"RS256","kid":"one","n":"{{Base64UrlEncoder.Encode(part.Modulus)}}","e":"{{Base64UrlEncoder.Encode(part.Exponent)}}"}]}""";
    }
}
