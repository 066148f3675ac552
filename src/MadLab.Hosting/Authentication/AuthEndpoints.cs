using System.Text.Json;
using MadLab.Hosting.Authentication.Keys;
using MadLab.Hosting.Authentication.Sessions;
using MadLab.Hosting.Authentication.Tickets;
using MadLab.Hosting.Startup;
using MadLab.Http;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features.Authentication;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace MadLab.Hosting.Authentication;

/// <summary>A page's session and a program's ticket.</summary>
internal static class AuthEndpoints
{
    public const string SessionPath = "/api/session";

    private const int MaxBody = 4096;

    public static void MapAuth(this IEndpointRouteBuilder endpoints, AuthSettings settings)
    {
        endpoints.MapPost("/api/tickets", GiveTicket).ExcludeFromDescription();
        if (settings.ApiKeys)
        {
            endpoints.MapGet(SessionPath, ShowAsync).ExcludeFromDescription();
            endpoints.MapPost(SessionPath, (RequestDelegate)SignInAsync).AllowAnonymous().ExcludeFromDescription();
            endpoints.MapDelete(SessionPath, (RequestDelegate)SignOutAsync).AllowAnonymous().ExcludeFromDescription();
        }
    }

    private static Task GiveTicket(HttpContext context)
    {
        var ends = context.Features.Get<IAuthenticateResultFeature>()?.AuthenticateResult?.Properties?.ExpiresUtc;
        if (context.RequestServices.GetRequiredService<TicketStore>().Give(context.User, ends) is not { } ticket)
        {
            return new Problem(StatusCodes.Status503ServiceUnavailable, "OVERLOADED", "Too many tickets are about; try again.") { RetryAfter = TicketStore.Lifetime }.ExecuteAsync(context);
        }

        return WriteAsync(context, json =>
        {
            json.WriteString("ticket"u8, ticket);
            json.WriteNumber("expiresInSeconds"u8, (int)TicketStore.Lifetime.TotalSeconds);
        });
    }

    private static Task ShowAsync(HttpContext context) =>
        KeyIdentity.KeyOf(context.User) is { } id && context.RequestServices.GetRequiredService<ApiKeyRing>().Find(id) is { } key
            ? WriteAsync(context, key)
            : new Problem(StatusCodes.Status404NotFound, "NO_SESSION", "This sign-in is by a token and has no session.").ExecuteAsync(context);

    private static async Task SignInAsync(HttpContext context)
    {
        // A page of another site must not be able to sign a reader in as somebody else.
        if (!OwnPage.Sent(context.Request))
        {
            await new Problem(StatusCodes.Status403Forbidden, "FORBIDDEN", "Sessions are for this host's own page; programs send the key itself.").ExecuteAsync(context);
            return;
        }

        var (body, problem) = await JsonBody.ReadAsync(context.Request, MaxBody, context.RequestAborted);
        using var document = body;
        string? text = null;
        var isText = problem is null && document!.RootElement.ValueKind == JsonValueKind.Object
            && JsonMembers.TryGet(document.RootElement, "key", out var value) && JsonMembers.TryText(value, out text);
        if (!isText)
        {
            await (problem ?? Problem.InvalidBody("key must be a text.")).ExecuteAsync(context);
            return;
        }

        var ring = context.RequestServices.GetRequiredService<ApiKeyRing>();
        if (await KeyHandler.FindAsync(ring, text!.Trim(), context.RequestAborted) is not { } key)
        {
            await (ring.IsLoaded
                ? new Problem(StatusCodes.Status401Unauthorized, "UNAUTHENTICATED", "This key is not known here: it was revoked, has expired, or never was.")
                : RefusalWriter.Unauthenticated(context, ring)).ExecuteAsync(context);
            return;
        }

        // Without a time of its own it is as long as configured, and longer with each use; a key's end is looked up each time.
        await context.SignInAsync(AuthSchemes.Session, KeyIdentity.Of(key), new AuthenticationProperties { IsPersistent = true });
        context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(AuditCategory.Name).SessionBegun(key.Name);
        await WriteAsync(context, key);
    }

    private static async Task SignOutAsync(HttpContext context)
    {
        if (!OwnPage.Sent(context.Request))
        {
            await new Problem(StatusCodes.Status403Forbidden, "FORBIDDEN", "Sessions are for this host's own page.").ExecuteAsync(context);
            return;
        }

        await context.SignOutAsync(AuthSchemes.Session);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private static Task WriteAsync(HttpContext context, ApiKey key) => WriteAsync(context, json =>
    {
        json.WriteString("name"u8, key.Name);
        json.WriteStartArray("scopes"u8);
        foreach (var scope in ScopeNames.Of(key.Scopes))
        {
            json.WriteStringValue(scope);
        }

        json.WriteEndArray();
        if (key.ExpiresAt is { } end)
        {
            json.WriteString("expiresAt"u8, end.UtcDateTime);
        }
    });

    private static async Task WriteAsync(HttpContext context, Action<Utf8JsonWriter> members)
    {
        context.Response.ContentType = "application/json";
        context.Response.Headers.CacheControl = "no-store";
        await using (var json = new Utf8JsonWriter(context.Response.BodyWriter))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }

        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }
}
