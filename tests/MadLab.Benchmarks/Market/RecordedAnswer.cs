using System.Text;
using System.Text.Json;
using MadLab.Benchmarks.Shared;

namespace MadLab.Benchmarks.Market;

/// <summary>An answer of MadLab that the bare server gives again.</summary>
/// <param name="Status">The status.</param>
/// <param name="Headers">Every header that an endpoint sets; what the server adds by itself is left out.</param>
/// <param name="Body">The bytes.</param>
/// <param name="DelayMs">How long the bare server waits before it answers.</param>
internal sealed record RecordedAnswer(int Status, IReadOnlyList<KeyValuePair<string, string>> Headers, byte[] Body, int DelayMs)
{
    private static readonly string[] OfTheServer = ["Date", "Server", "Transfer-Encoding", "Connection"];

    public static async Task<RecordedAnswer> ReadAsync(HttpClient http, int port, MarketCase request, CancellationToken cancellationToken)
    {
        using var message = new HttpRequestMessage(new HttpMethod(request.Method), $"http://127.0.0.1:{port}{request.Target}");
        foreach (var (name, value) in request.Headers)
        {
            message.Headers.TryAddWithoutValidation(name, value);
        }

        if (request.Body is not null)
        {
            message.Content = new StringContent(request.Body, Encoding.UTF8, "application/json");
        }

        using var response = await http.SendAsync(message, cancellationToken);
        return new RecordedAnswer(
            (int)response.StatusCode,
            [.. response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated)
                .Where(h => !OfTheServer.Contains(h.Key))
                .Select(h => KeyValuePair.Create(h.Key, h.Value.ToString()))],
            await response.Content.ReadAsByteArrayAsync(cancellationToken),
            request.IsCold ? (int)BenchProvider.Delay.TotalMilliseconds : 0);
    }

    /// <summary>As one word of a command.</summary>
    public string ToWord() => Convert.ToBase64String(JsonSerializer.SerializeToUtf8Bytes(this, BenchJson.Line));

    public static RecordedAnswer FromWord(string word) => JsonSerializer.Deserialize<RecordedAnswer>(Convert.FromBase64String(word), BenchJson.Line)!;

    public string? Header(string name) => Headers.FirstOrDefault(h => h.Key == name).Value;
}
