namespace MadLab.Persistence.Tests.Ownership;

/// <summary>How each endpoint that reads or writes documents can be asked for somebody else's.</summary>
internal static class EndpointProbes
{
    /// <summary>Stands for the key of a document in a request.</summary>
    public const string Key = "{key}";

    /// <summary>What each endpoint touches, by <c>METHOD pattern</c>.</summary>
    public static readonly IReadOnlyDictionary<string, Probe[]> All = new Dictionary<string, Probe[]>
    {
        ["GET /api/workspaces"] = Lists("workspaces", "id"),
        ["HEAD /api/workspaces"] = Lists("workspaces", "id"),
        ["POST /api/workspaces"] = [new("workspaces", "/api/workspaces", """{"title":"mine","data":{}}""")],
        ["PUT /api/workspaces"] =
        [
            new("workspaces", "/api/workspaces", """{"id":"{key}","title":"taken"}"""),
            new("workspaces", "/api/workspaces", """{"id":"{key}"}"""),
            new("workspaces", "/api/workspaces?id={key}", """{"title":"taken","data":{}}"""),
        ],
        ["DELETE /api/workspaces"] = [new("workspaces", "/api/workspaces?id={key}")],
        ["GET /api/workspaces/{id}"] = [new("workspaces", "/api/workspaces/{key}")],
        ["HEAD /api/workspaces/{id}"] = [new("workspaces", "/api/workspaces/{key}")],
        ["PUT /api/workspaces/{id}"] = [new("workspaces", "/api/workspaces/{key}", """{"title":"taken"}""")],
        ["DELETE /api/workspaces/{id}"] = [new("workspaces", "/api/workspaces/{key}")],
        ["GET /api/templates"] = Lists("templates", "name"),
        ["HEAD /api/templates"] = Lists("templates", "name"),
        ["POST /api/templates"] = [new("templates", "/api/templates", """{"name":"{key}","kind":"k","title":"taken"}""")],
        ["DELETE /api/templates"] = [new("templates", "/api/templates?name={key}")],
        ["GET /api/templates/{name}"] = [new("templates", "/api/templates/{key}")],
        ["HEAD /api/templates/{name}"] = [new("templates", "/api/templates/{key}")],
        ["DELETE /api/templates/{name}"] = [new("templates", "/api/templates/{key}")],
        ["GET /api/preferences"] = [new("preferences", "/api/preferences")],
        ["HEAD /api/preferences"] = [new("preferences", "/api/preferences")],
        ["PUT /api/preferences"] = [new("preferences", "/api/preferences", """{"streamMode":"polling"}""")],
    };

    /// <summary>The patterns behind which there are no documents, whatever the method.</summary>
    public static readonly IReadOnlySet<string> WithoutDocuments = new HashSet<string>
    {
        "/api/market", "/api/market/providers", "/api/market/search", "/api/market/types", "/api/stream", "/api/stream/ws", "/api/stream/poll", "/api/config", "/api/metrics",
        "/api/health", "/api/health/live", "/api/health/ready", "/api/operator", "/api/operator/live-data", "/api/operator/stream-mode", "/api/operator/cache",
    };

    private static Probe[] Lists(string area, string parameter) =>
        [new(area, $"/api/{area}"), new(area, $"/api/{area}?limit=1000&cursor=999999"), new(area, $"/api/{area}?{parameter}={Key}")];
}

/// <summary>One request.</summary>
/// <param name="Area">Whose tag its preconditions take.</param>
/// <param name="Target">The path and query.</param>
/// <param name="Body">The body; null for none.</param>
internal sealed record Probe(string Area, string Target, string? Body = null);
