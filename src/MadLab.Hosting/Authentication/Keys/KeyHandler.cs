using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace MadLab.Hosting.Authentication.Keys;

/// <summary><c>Authorization: Bearer KEY</c>.</summary>
internal sealed class KeyHandler(ApiKeyRing ring, IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    private const string Bearer = "Bearer ";

    /// <summary>What follows <c>Bearer</c>; null where nothing does.</summary>
    public static string? TokenOf(string? header) =>
        header?.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) == true ? header[Bearer.Length..].Trim() : null;

    /// <summary>The key that a text is, where it holds now.</summary>
    public static async ValueTask<ApiKey?> FindAsync(ApiKeyRing ring, string text, CancellationToken cancellationToken) =>
        ApiKey.TryRead(text, out var id, out var secret) && await ring.FindAsync(id, cancellationToken) is { } key && key.Matches(secret) ? key : null;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (TokenOf(Request.Headers.Authorization) is not { } text)
        {
            return AuthenticateResult.NoResult();
        }

        return await FindAsync(ring, text, Context.RequestAborted) is { } key
            ? AuthenticateResult.Success(new AuthenticationTicket(KeyIdentity.Of(key), new AuthenticationProperties { ExpiresUtc = key.ExpiresAt }, Scheme.Name))
            : AuthenticateResult.Fail("The key is not known here: it was revoked, has expired, or never was.");
    }
}
