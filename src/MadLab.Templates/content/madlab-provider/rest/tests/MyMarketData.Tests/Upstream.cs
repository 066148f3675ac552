using System.Net;
using System.Text;

namespace MyMarketData.Tests;

/// <summary>An upstream that knows ACME and AJAX. Put recorded answers of yours in its place: <c>RecordedHttp.Replay("recordings/answers.json")</c>.</summary>
internal sealed class Upstream : HttpMessageHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var address = request.RequestUri!;
        var body = address.AbsolutePath switch
        {
            "/bars/ACME" => Bars(100),
            "/bars/AJAX" => Bars(200),
            "/search" => Matches(Uri.UnescapeDataString(address.Query[3..])),
            _ => """{"error":"unknown_symbol"}""",
        };
        return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(body, Encoding.UTF8, "application/json") });
    }

    private static string Bars(int price)
    {
        var newest = DateOnly.FromDateTime(DateTime.UtcNow).AddDays(-1);
        var days = Enumerable.Range(0, 800).Select(i => newest.AddDays(i - 799)).Where(static d => d.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday));
        var bars = days.Select(d => $$"""{"day":"{{d:yyyy-MM-dd}}","open":{{price + (d.DayNumber % 7)}},"high":{{price + 9}},"low":{{price - 1}},"close":"{{price + (d.DayNumber % 5)}}","volume":1000}""");
        return $$"""{"currency":"USD","bars":[{{string.Join(',', bars)}}]}""";
    }

    private static string Matches(string text)
    {
        var items = new[] { "ACME", "AJAX" }.Where(s => s.Contains(text, StringComparison.OrdinalIgnoreCase)).Select(static s => $$"""{"symbol":"{{s}}","name":"{{s}} Inc."}""");
        return $$"""{"items":[{{string.Join(',', items)}}]}""";
    }
}
