using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace MadLab.Tests.Support;

/// <summary>Believes the headers: <c>X-User</c> is the name, <c>X-Sub</c> the subject, <c>X-Role</c> the role.</summary>
internal sealed class HeaderAuthentication(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "header";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var claims = new List<Claim>();
        Add("X-User", ClaimTypes.Name);
        Add("X-Sub", "sub");
        Add("X-Role", ClaimTypes.Role);
        return Task.FromResult(claims.Count == 0
            ? AuthenticateResult.NoResult()
            : AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(new ClaimsIdentity(claims, SchemeName)), SchemeName)));

        void Add(string header, string claim)
        {
            if (Request.Headers[header] is [{ } value])
            {
                claims.Add(new Claim(claim, value));
            }
        }
    }
}
