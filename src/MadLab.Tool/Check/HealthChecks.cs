using System.Globalization;
using System.Text.Json;
using MadLab.Tool.Http;

namespace MadLab.Tool.Check;

/// <summary>What the host says of itself in <c>/health</c>.</summary>
internal static class HealthChecks
{
    private static readonly TimeSpan ClockWarns = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ClockFails = TimeSpan.FromSeconds(60);

    public static async Task<IReadOnlyList<CheckItem>> RunAsync(HostClient host, TimeProvider time, string toolVersion, CancellationToken cancellationToken)
    {
        var before = time.GetUtcNow();
        var answer = await host.GetAsync("/health", cancellationToken);
        var middle = before + ((time.GetUtcNow() - before) / 2);
        if (answer.TryJson() is not { ValueKind: JsonValueKind.Object } health || Text(health, "status") is not { } status)
        {
            return [answer.IsSuccess ? CheckItem.Fail("health", "the answer is not MadLab's", "see that the URL leads to the host, and --prefix to MadLab") : CheckItem.Refused("health", answer)];
        }

        return
        [
            Health(health, status), Schema(health), Data(health), .. Backup(health), .. Warnings(health), Clock(health, middle), Version(health, toolVersion),
        ];
    }

    private static CheckItem Health(JsonElement health, string status)
    {
        var bad = Items(health, "providers").Where(static p => Text(p, "status") is not ("available" or null)).Select(static p => $"{Text(p, "name")} {Text(p, "status")}").ToList();
        var detail = bad.Count == 0 ? status : $"{status}: {string.Join(", ", bad)}";
        return status switch
        {
            "ok" => CheckItem.Ok("health", detail),
            "degraded" => CheckItem.Warn("health", detail, "what can be served is served; GET /api/market/providers says what failed last"),
            _ => CheckItem.Fail("health", detail, "no provider is registered: see MadLab:Providers in the configuration"),
        };
    }

    private static CheckItem Schema(JsonElement health)
    {
        var mode = Text(health, "dbMode");
        return Text(health, "db") != "ok" ? CheckItem.Fail("schema", $"the database is down: {Text(health, "dbError") ?? "no reason given"}", "HOST migrate --check says whether migrations are missing; the host's log says why else")
            : mode == "memory" ? CheckItem.Warn("schema", "documents are kept in memory and end with the process", "name a database (DATABASE_URL) where they are to last")
            : CheckItem.Ok("schema", "the database answers and its schema is served");
    }

    private static CheckItem Data(JsonElement health) =>
        Is(health, "demo") ? CheckItem.Warn("data", "demo data: prices are made up", "register a provider with real data")
            : !Is(health, "liveData") ? CheckItem.Warn("data", "live data is off: only what is cached is served", "madlab live-data auto, or DISABLE_LIVE_DATA without a value")
            : CheckItem.Ok("data", "live");

    private static IEnumerable<CheckItem> Backup(JsonElement health)
    {
        if (Text(health, "dbMode") != "db")
        {
            yield break;
        }

        yield return !health.TryGetProperty("backup", out var backup) ? CheckItem.Warn("backup", "none is scheduled and none is known", "set MadLab:Persistence:Backup, or take them with HOST backup FILE")
            : Text(backup, "status") != "ok" ? CheckItem.Fail("backup", "the last one failed", "the log says why: the folder, the disk, pg_dump missing")
            : CheckItem.Ok("backup", $"last {Text(backup, "lastSuccess") ?? "not yet"}");
    }

    private static IEnumerable<CheckItem> Warnings(JsonElement health)
    {
        var warnings = Items(health, "warnings").Select(static w => w.ToString()).ToList();
        yield return warnings.Contains("UNLISTED_PROXY")
            ? CheckItem.Fail("proxy", "forwarded headers come from a proxy that is not listed, and are not believed", "list it in MadLab:Proxy:KnownProxies, or keep it from sending them")
            : CheckItem.Ok("proxy", "no forwarded headers from unlisted proxies");
        foreach (var other in warnings.Where(static w => w != "UNLISTED_PROXY"))
        {
            yield return CheckItem.Warn("warning", other, "docs/operations.md says what it means");
        }
    }

    private static CheckItem Clock(JsonElement health, DateTimeOffset now)
    {
        if (Text(health, "time") is not { } text || !DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var there))
        {
            return CheckItem.Fail("clock", "health has no time", "see that the URL leads to MadLab");
        }

        var apart = (there - now).Duration();
        var detail = string.Create(CultureInfo.InvariantCulture, $"{apart.TotalSeconds:0.0} s from this machine's");
        return apart >= ClockFails ? CheckItem.Fail("clock", detail, "set both clocks by NTP: caching, tokens and quote ages rest on them")
            : apart >= ClockWarns ? CheckItem.Warn("clock", detail, "set both clocks by NTP")
            : CheckItem.Ok("clock", detail);
    }

    private static CheckItem Version(JsonElement health, string toolVersion)
    {
        var version = Text(health, "version") ?? "?";
        return string.Join('.', version.Split('.').Take(2)) == string.Join('.', toolVersion.Split('.').Take(2))
            ? CheckItem.Ok("version", version)
            : CheckItem.Warn("version", $"{version}, and this tool is {toolVersion}", "dotnet tool update MadLab.Tool to the host's version");
    }

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static bool Is(JsonElement element, string name) => element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;

    private static List<JsonElement> Items(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray()] : [];
}
