using System.Text;

namespace ReferenceHost.Tests.Contract.Http;

/// <summary>Makes requests that are nearly right, from a seeded source.</summary>
internal static class RandomRequest
{
    private static readonly string[] Methods = ["GET", "GET", "GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH"];

    private static readonly string[] Paths =
    [
        "/api/market", "/api/market", "/api/market", "/api/market/providers", "/api/market/search", "/api/health", "/api/health/ready", "/api/metrics", "/api/config",
        "/api/templates", "/api/templates/", "/api/workspaces", "/api/workspaces/", "/api/preferences", "/api/stream", "/api/stream/ws", "/api/stream/poll",
        "/pages/api/stream", "/openapi/v1.json", "/", "/api/operator",
    ];

    private static readonly string[] Names =
    [
        "symbol", "symbols", "type", "range", "period", "provider", "adjust", "asOf", "interval", "from", "to", "format", "q", "name", "id", "limit", "cursor",
        "since", "interval", "estimator", "batch", "lastEventId",
    ];

    private static readonly string[] Values =
    [
        "AAPL", "aapl,MSFT", "", ",", ",,,", "..", "%00", "%FF%FE", "%C3%28", "%F0%9F%92%A9", "%25", "+", "1Y", "MAX", "kpis", "vol", "correlation", "prices", "volcone", "quality", "info", "yang-zhang",
        "synthetic", "raw", "all", "splits", "-1", "0", "99999999999999999999", "1e308", "NaN", "2014-06-06", "9999-12-31", "0001-01-01", "csv", "json", "prometheus",
        "../../etc/passwd", "%2e%2e%2f", "'%20OR%201=1--", "%3Cscript%3E", "%0d%0aX-Evil:%201", "null", "undefined", "[]", "{}", "%u0041", "%", "%Z", "true", "1d", "1m", "5m", "1h", "1w", "5D", "2024-07-05T13:30:00Z", "0001-01-01T00:00:00Z", "2013-10-04",
        "%D8%00", "%ED%A0%80", "a.b", "0.0", "~", "*",
    ];

    private static readonly string[] HeaderNames =
    [
        "Accept", "Accept-Encoding", "If-None-Match", "If-Match", "Last-Event-ID", "Origin", "Content-Type", "Range", "Cookie", "Authorization", "X-Forwarded-For",
        "Accept-Charset", "Upgrade", "Sec-WebSocket-Version", "Sec-WebSocket-Key", "Expect", "If-Modified-Since", "X-HTTP-Method-Override", "Forwarded",
    ];

    private static readonly string[] HeaderValues =
    [
        "*", "*/*", "text/plain", "application/json", "application/json; charset=utf-16", "gzip;q=0, br;q=x", "br;q=1.5", "identity;q=0", "\"", "W/\"", "\"v1\"", "\"v99999999999999999999\"",
        "*,*", ", ,", "null", "http://[", "bytes=0-", "a=b;c", "13", "websocket", "", "\u00e9\u00ff", ";;;", "1:2:3", "-1", "0.0", "application/;", "text/plain;version=0.0.4",
    ];

    private static readonly string[] Bodies =
    [
        "", "{}", "[]", "null", "{", "\"\\ud800\"", "{\"symbols\":[\"AAPL\"]}", "{\"symbols\":[\"\\ud800\",null,{}]}", "{\"symbols\":[],\"type\":\"\\udc00\"}",
        "{\"symbols\":[\"AAPL\",\"MSFT\"],\"type\":\"kpis\",\"range\":\"9Z\"}", "{\"symbols\":[\"AAPL\"],\"provider\":\"\\u0000\"}", "{\"title\":\"\\ud83d\",\"data\":{}}",
        "{\"title\":\"t\",\"data\":{\"\\ud800\":1}}", "{\"title\":\"t\",\"data\":{\"a\":1,\"a\":2}}", "{\"title\":\"t\",\"title\":5,\"data\":{}}", "{\"id\":\"\\u0000\",\"title\":\"x\"}",
        "{\"name\":\"a/b\",\"kind\":\"k\",\"title\":\"t\"}", "{\"name\":\"\\ud800\",\"kind\":\"k\",\"title\":\"t\"}", "{\"name\":\"n\",\"kind\":\"k\",\"title\":\"t\",\"widgets\":[{\"type\":\"\\udfff\",\"title\":\"\",\"layout\":{\"x\":1e999,\"y\":0,\"w\":1,\"h\":1}}]}",
        "{\"streamMode\":\"\\ud800\"}", "{\"pollingIntervalMs\":1e400}", "{\"cacheTtlMs\":-0}", "{\"pollingIntervalMs\":99999999999999999999999999999999}", "{\"data\":{\"n\":1E+400}}", "\u0000\u0001",
    ];

    public static byte[] Make(Random random, string authority)
    {
        var text = new StringBuilder();
        var target = Pick(random, Paths) + (random.Next(6) == 0 ? Pick(random, Values) : "");
        for (var i = random.Next(5); i > 0; i--)
        {
            target += (target.Contains('?', StringComparison.Ordinal) ? "&" : "?") + Pick(random, Names) + "=" + Value(random);
        }

        text.Append(Pick(random, Methods)).Append(' ').Append(target).Append(" HTTP/1.1\r\nHost: ").Append(authority).Append("\r\nConnection: close\r\n");
        var body = random.Next(2) == 0 ? Encoding.UTF8.GetBytes(Mutated(random, Pick(random, Bodies))) : [];
        if (body.Length > 0 && random.Next(3) == 0)
        {
            // One wrong byte: most of the time no UTF-8 any more.
            body[random.Next(body.Length)] = (byte)random.Next(256);
        }

        text.Append("Content-Length: ").Append(body.Length).Append("\r\n");
        if (body.Length > 0 && random.Next(8) > 0)
        {
            text.Append("Content-Type: application/json\r\n");
        }

        for (var i = random.Next(4); i > 0; i--)
        {
            text.Append(Pick(random, HeaderNames)).Append(": ").Append(Pick(random, HeaderValues)).Append("\r\n");
        }

        return [.. Encoding.Latin1.GetBytes(text.Append("\r\n").ToString()), .. body];
    }

    private static string Value(Random random) => random.Next(4) switch
    {
        0 => Pick(random, Values) + "," + Pick(random, Values),
        1 => Uri.EscapeDataString(Mutated(random, Pick(random, Values))),
        _ => Pick(random, Values),
    };

    private static string Mutated(Random random, string text)
    {
        if (text.Length == 0 || random.Next(3) > 0)
        {
            return text;
        }

        var at = random.Next(text.Length);
        return random.Next(3) switch
        {
            0 => text.Remove(at, 1),
            1 => text.Insert(at, ((char)random.Next(1, 0x250)).ToString()),
            _ => text[..at] + text[at..] + text[at..],
        };
    }

    private static T Pick<T>(Random random, T[] of) => of[random.Next(of.Length)];
}
