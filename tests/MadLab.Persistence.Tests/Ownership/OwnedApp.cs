using MadLab.Testing;
using MadLab.TestSupport;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace MadLab.Persistence.Tests.Ownership;

/// <summary>The whole service behind a sign-in, on a clock that stands still; and what its first caller, <c>ann</c>, keeps in it.</summary>
internal sealed class OwnedApp : IAsyncDisposable
{
    public const string TemplateName = "desk-of-ann";

    private readonly KestrelApp _app;

    private OwnedApp(KestrelApp app) => _app = app;

    /// <summary>All that is mapped, the operator's endpoints included.</summary>
    public IReadOnlyList<Endpoint> Endpoints => _app.App.Services.GetRequiredService<EndpointDataSource>().Endpoints;

    public string WorkspaceId { get; private set; } = string.Empty;

    public string WorkspaceTag { get; private set; } = string.Empty;

    public string TemplateTag { get; private set; } = string.Empty;

    public string PreferencesTag { get; private set; } = string.Empty;

    public static async Task<OwnedApp> StartAsync(Action<IMadLabBuilder> use)
    {
        var app = new OwnedApp(await KestrelApp.StartAsync(
            builder =>
            {
                builder.Services.AddSingleton<TimeProvider>(new ManualTimeProvider());
                builder.Services.AddAuthorization(o => o.AddPolicy("operators", policy => policy.RequireAuthenticatedUser()));
                HeaderSignIn.Add(builder.Services);
                use(builder.Services.AddMadLab(o => o.OperatorPolicy = "operators"));
            },
            app =>
            {
                app.UseAuthentication();
                app.UseAuthorization();
                app.MapMadLab();
            }));
        await app.FillAsync();
        return app;
    }

    public Task<RawReply> SendAsync(string? user, string method, string target, string? body = null, params (string Name, string Value)[] headers) =>
        RawReply.SendAsync(_app.Address, method, target, body, user is null ? headers : [("X-User", user), .. headers]);

    /// <summary>All that one caller can see, byte by byte.</summary>
    public async Task<string> ShownToAsync(string? user) => string.Concat(
        (await SendAsync(user, "GET", "/api/workspaces")).Text,
        (await SendAsync(user, "GET", "/api/templates")).Text,
        (await SendAsync(user, "GET", "/api/preferences")).Text);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task FillAsync()
    {
        foreach (var title in new[] { "secret one", "secret two" })
        {
            var workspace = await SendAsync("ann", "POST", "/api/workspaces", $$$"""{"title":"{{{title}}}","data":{"note":"secret"}}""");
            (WorkspaceId, WorkspaceTag) = (Between(workspace, "\"id\":\"", "\""), TagOf(workspace));
        }

        TemplateTag = TagOf(await SendAsync("ann", "POST", "/api/templates", $$"""{"name":"{{TemplateName}}","kind":"secret","title":"secret"}"""));
        PreferencesTag = TagOf(await SendAsync("ann", "PUT", "/api/preferences", """{"streamMode":"sse"}"""));
    }

    private static string TagOf(RawReply reply) => Between(reply, "ETag: ", "\r\n");

    private static string Between(RawReply reply, string before, string after)
    {
        var from = reply.Text.IndexOf(before, StringComparison.Ordinal) + before.Length;
        return reply.Text[from..reply.Text.IndexOf(after, from, StringComparison.Ordinal)];
    }
}
