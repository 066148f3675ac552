using System.Globalization;
using System.Text;
using MadLab.Benchmarks.Shared;

namespace MadLab.Benchmarks.Market;

/// <summary>One request that is sent again and again.</summary>
/// <param name="Name">What it is called in options and results.</param>
/// <param name="Target">Path and query; <see cref="Counter"/> in it becomes another number in each request.</param>
/// <param name="Summary">What it is.</param>
internal sealed record MarketCase(string Name, string Target, string Summary)
{
    public const string Counter = "0000000";
    public const string Get = "get";
    public const string NotModified = "304";
    public const string Cold = "cold";

    private const string Cached = "/api/market?symbol=AAPL&range=6M";

    /// <summary>All there are, in the order in which they run; cold comes last because it drives the others out of the cache.</summary>
    public static readonly IReadOnlyList<MarketCase> All =
    [
        new(Get, Cached, "GET of one cached answer, 12 KB, uncompressed"),
        new("get-br", Cached, "the same as a browser asks for it (Accept-Encoding: gzip, deflate, br)") { Headers = [new("Accept-Encoding", "gzip, deflate, br")] },
        new(NotModified, Cached, "the same with the entity tag it had: 304") { IfNoneMatch = true },
        new("batch20", $"/api/market?symbols={Symbols(20)}&range=1M", "GET of 20 cached symbols as one object, 50 KB"),
        new("post100", "/api/market", "POST of 100 cached symbols, 270 KB, chunked")
        {
            Body = $$"""{"symbols":["{{Symbols(100).Replace(",", "\",\"", StringComparison.Ordinal)}}"],"type":"prices","range":"1M"}""",
        },
        new(Cold, $"/api/market?symbol={BenchProvider.SlowPrefix}{Counter}&range=6M", "GET of a symbol nobody asked for yet, from a provider that takes 50 ms; always the built-in load") { IsCold = true },
    ];

    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>JSON; a POST where there is one.</summary>
    public string? Body { get; init; }

    public string Method => Body is null ? "GET" : "POST";

    /// <summary>Whether the tag of the answer is sent back.</summary>
    public bool IfNoneMatch { get; init; }

    /// <summary>Whether every request is the first of its symbol; then the bare server waits as long as the provider.</summary>
    public bool IsCold { get; init; }

    public static MarketCase Find(string name) =>
        All.FirstOrDefault(c => c.Name == name)
        ?? throw new UsageException($"Unknown case '{name}'; there are: {string.Join(", ", All.Select(c => c.Name))}.");

    /// <summary>The request on the wire, HTTP/1.1, the connection kept.</summary>
    public byte[] ToBytes()
    {
        var text = new StringBuilder($"{Method} {Target} HTTP/1.1\r\nHost: localhost\r\n");
        foreach (var (name, value) in Headers)
        {
            text.Append(name).Append(": ").Append(value).Append("\r\n");
        }

        if (Body is not null)
        {
            text.Append(CultureInfo.InvariantCulture, $"Content-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(Body)}\r\n");
        }

        return Encoding.UTF8.GetBytes(text.Append("\r\n").Append(Body).ToString());
    }

    private static string Symbols(int count) => string.Join(',', Enumerable.Range(0, count).Select(i => $"SYM{i:000}"));
}
