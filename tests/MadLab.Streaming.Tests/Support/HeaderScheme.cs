using System.Globalization;
using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace MadLab.Streaming.Tests.Support;

/// <summary>Signs in whoever sends a name in <c>X-User</c>, for as many seconds as <c>X-Seconds</c> says, or for good.</summary>
internal sealed class HeaderScheme(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public static AuthenticationBuilder AddTo(IServiceCollection services) =>
        services.AddAuthentication("test").AddScheme<AuthenticationSchemeOptions, HeaderScheme>("test", null);

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var name = Request.Headers["X-User"].ToString();
        if (name.Length == 0)
        {
            return Task.FromResult(AuthenticateResult.NoResult());
        }

        var user = new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, name)], Scheme.Name));
        var properties = new AuthenticationProperties();
        if (double.TryParse(Request.Headers["X-Seconds"], CultureInfo.InvariantCulture, out var seconds))
        {
            properties.ExpiresUtc = TimeProvider.GetUtcNow().AddSeconds(seconds);
        }

        return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(user, properties, Scheme.Name)));
    }
}
