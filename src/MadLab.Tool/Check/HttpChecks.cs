using System.Text.Json;
using System.Text.RegularExpressions;
using MadLab.Tool.Http;

namespace MadLab.Tool.Check;

/// <summary>Metrics, prices and headers.</summary>
internal static partial class HttpChecks
{
    public static CheckItem Tls(HostClient host) =>
        host.IsHttps ? CheckItem.Ok("tls", "https, with a certificate that is trusted here")
            : host.Url.IsLoopback ? CheckItem.Warn("tls", "plain http on loopback", "others reach it through TLS only: check the public address as well")
            : CheckItem.Fail("tls", "plain http beyond this machine", "put TLS in front (ops/nginx, ops/haproxy) or into Kestrel:Endpoints");

    public static async Task<CheckItem> MetricsAsync(HostClient host, CancellationToken cancellationToken)
    {
        var json = await host.GetAsync("/metrics", cancellationToken, ("Accept", "application/json"));
        if (!json.IsSuccess)
        {
            return CheckItem.Refused("metrics", json);
        }

        if (json.TryJson() is not { ValueKind: JsonValueKind.Object } metrics || !metrics.TryGetProperty("timers", out _) || !metrics.TryGetProperty("counters", out _))
        {
            return CheckItem.Fail("metrics", "the JSON has no timers and counters", "see that the URL leads to MadLab");
        }

        var text = await host.GetAsync("/metrics?format=prometheus", cancellationToken);
        var lines = text.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return !text.IsSuccess || !lines.Any(static l => l.StartsWith("madlab_", StringComparison.Ordinal))
            ? CheckItem.Fail("metrics", "no Prometheus text", "see that a proxy passes the query on")
            : lines.FirstOrDefault(static l => !l.StartsWith('#') && !Sample().IsMatch(l)) is { } bad
                ? CheckItem.Fail("metrics", $"not Prometheus text: {bad[..Math.Min(60, bad.Length)]}", "see what a proxy changes on the way")
                : CheckItem.Ok("metrics", $"JSON and Prometheus text, {lines.Count(static l => !l.StartsWith('#'))} samples");
    }

    public static async Task<IReadOnlyList<CheckItem>> MarketAsync(HostClient host, string symbol, CancellationToken cancellationToken)
    {
        var path = "/market?range=1M&symbol=" + Uri.EscapeDataString(symbol);
        var answer = await host.GetAsync(path, cancellationToken, ("Accept-Encoding", "gzip"));
        if (!answer.IsSuccess)
        {
            return [answer.Status is 401 or 403 or 404 && answer.Code.StartsWith("HTTP", StringComparison.Ordinal) || answer.Status is 401 or 403
                ? CheckItem.Refused("market", answer)
                : CheckItem.Fail("market", $"{symbol}: {answer.Status} {answer.Code}", "name a symbol that the provider has (--symbol); GET /api/market/providers says what failed last")];
        }

        var plain = await host.GetAsync(path, cancellationToken);
        var bars = plain.TryJson() is { ValueKind: JsonValueKind.Array } prices ? prices.GetArrayLength() : 0;
        var provider = answer.Header("X-MadLab-Provider") ?? "?";
        var stale = answer.Header("Cache-Status")?.Contains("detail=stale", StringComparison.Ordinal) == true;
        return
        [
            bars == 0 ? CheckItem.Fail("market", $"{symbol}: no bars", "see what the provider answers: HOST provider verify NAME")
                : stale ? CheckItem.Warn("market", $"{symbol}: {bars} bars from {provider}, past their time", "the upstream fails: GET /api/market/providers says how")
                : CheckItem.Ok("market", $"{symbol}: {bars} bars from {provider}"),
            await CachingAsync(host, path, answer, stale, cancellationToken),
        ];
    }

    private static async Task<CheckItem> CachingAsync(HostClient host, string path, HostAnswer answer, bool isStale, CancellationToken cancellationToken)
    {
        if (isStale)
        {
            return CheckItem.Warn("caching", "not to be seen: a stale answer may be kept by nobody", "check again when the upstream is back");
        }

        var control = answer.Header("Cache-Control") ?? "";
        List<string> missing = [];
        if (!control.StartsWith("public, max-age=", StringComparison.Ordinal) && !control.StartsWith("private", StringComparison.Ordinal))
        {
            missing.Add($"Cache-Control is '{control}'");
        }

        if (host.HasKey && control.StartsWith("public", StringComparison.Ordinal) && control.Length > 0 && await IsClosedAsync(host, cancellationToken))
        {
            missing.Add("an answer to a signed-in caller is public");
        }

        if (answer.Header("Vary")?.Contains("Accept-Encoding", StringComparison.OrdinalIgnoreCase) != true)
        {
            missing.Add("no Vary: Accept-Encoding");
        }

        if (answer.Header("Cache-Status")?.Contains("MadLab", StringComparison.Ordinal) != true)
        {
            missing.Add("no Cache-Status");
        }

        if (answer.Header("ETag") is not { } tag)
        {
            missing.Add("no ETag");
        }
        else if ((await host.GetAsync(path, cancellationToken, ("Accept-Encoding", "gzip"), ("If-None-Match", tag))).Status is not 304)
        {
            missing.Add("If-None-Match is not answered with 304");
        }

        return missing.Count == 0
            ? CheckItem.Ok("caching", control)
            : CheckItem.Fail("caching", string.Join("; ", missing), "see what a proxy or middleware changes on the way");
    }

    public static async Task<CheckItem> SignInAsync(HostClient host, CancellationToken cancellationToken) =>
        await IsClosedAsync(host, cancellationToken) ? CheckItem.Ok("sign-in", "strangers are refused")
            : host.Url.IsLoopback ? CheckItem.Warn("sign-in", "none: whoever reaches it may come in", "that is meant for loopback; beyond it set MadLab:Auth")
            : CheckItem.Warn("sign-in", "none: whoever reaches it may come in", "set MadLab:Auth:ApiKeys or MadLab:Auth:Jwt, unless it is meant to be open");

    public static async Task<CheckItem> HeadersAsync(HostClient host, CancellationToken cancellationToken)
    {
        var answer = await host.GetAsync("/health/live", cancellationToken);
        if (!answer.IsSuccess)
        {
            return CheckItem.Refused("headers", answer);
        }

        List<string> missing = [];
        var policy = answer.Header("Content-Security-Policy") ?? "";
        if (answer.Header("X-Content-Type-Options") != "nosniff")
        {
            missing.Add("X-Content-Type-Options: nosniff");
        }

        if (answer.Header("X-Frame-Options") is null && !policy.Contains("frame-ancestors", StringComparison.Ordinal))
        {
            missing.Add("X-Frame-Options");
        }

        if (policy.Length == 0)
        {
            missing.Add("Content-Security-Policy");
        }

        if (answer.Header("Referrer-Policy") is null)
        {
            missing.Add("Referrer-Policy");
        }

        // Browsers keep none for loopback.
        if (host.IsHttps && !host.Url.IsLoopback && answer.Header("Strict-Transport-Security") is null)
        {
            missing.Add("Strict-Transport-Security");
        }

        return missing.Count == 0
            ? CheckItem.Ok("headers", "those that keep browsers from trusting answers too much")
            : CheckItem.Fail("headers", "missing: " + string.Join(", ", missing), "a proxy takes them off, or the app is not made with MadLab.Hosting: add them there");
    }

    private static async Task<bool> IsClosedAsync(HostClient host, CancellationToken cancellationToken) =>
        (await host.SendAsync(HttpMethod.Get, "/config", anonymous: true, cancellationToken: cancellationToken)).Status is 401 or 403;

    [GeneratedRegex(@"^[a-zA-Z_:][a-zA-Z0-9_:]*(\{.*\})? (NaN|[+-]Inf|[-+0-9.eE]+)( [0-9]+)?$")]
    private static partial Regex Sample();
}
