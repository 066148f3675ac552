using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace MadLab.Hosting.Authentication.Tickets;

/// <summary><c>?ticket=</c>, for programs that open a stream where no header can be set.</summary>
internal sealed class TicketHandler(TicketStore tickets, IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(
        Context.Features.Get<TicketFeature>() is not { } carried ? AuthenticateResult.NoResult()
            : tickets.Take(carried.Text) is { } good
                ? AuthenticateResult.Success(new AuthenticationTicket(good.Caller, new AuthenticationProperties { ExpiresUtc = good.SignInEnds }, Scheme.Name))
                : AuthenticateResult.Fail("The ticket was used, is too old, or was given by another host."));
}
