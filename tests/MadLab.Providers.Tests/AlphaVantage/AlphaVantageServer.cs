using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using MadLab.TestSupport;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace MadLab.Providers.Tests.AlphaVantage;

/// <summary>What Alpha Vantage documents of <c>/query</c>, with its habit of saying what is wrong in a 200.</summary>
internal sealed class AlphaVantageServer : IAsyncDisposable
{
    public const string Key = "SECRET8KEY16CHAR";

    public const string DailyLimit =
        $"We have detected your API key as {Key} and our standard API rate limit is 25 requests per day. Please subscribe to any of the plans to instantly remove all daily rate limits.";

    private KestrelApp _app = null!;

    public Uri Address => _app.Address;

    public ConcurrentQueue<string> Asked { get; } = [];

    /// <summary>Said in place of every answer while it is set: a member and its text.</summary>
    public (string Member, string Text)? Says { get; set; }

    public static async Task<AlphaVantageServer> StartAsync()
    {
        var server = new AlphaVantageServer();
        server._app = await KestrelApp.StartAsync(static _ => { }, app => app.MapGet("/query", server.Answer));
        return server;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private IResult Answer(HttpRequest request)
    {
        var query = request.Query;
        string? Of(string name) => query[name];
        Asked.Enqueue(Of("function")!);
        var body = Says is { } says ? $$"""{"{{says.Member}}":"{{says.Text}}"}"""
            : Of("apikey") != Key ? """{"Error Message":"the parameter apikey is invalid or missing. Please claim your free API key."}"""
            : Of("function") switch
            {
                "TIME_SERIES_DAILY" => Daily(Of("symbol")!, isAdjusted: false, isFull: false),
                "TIME_SERIES_DAILY_ADJUSTED" => Daily(Of("symbol")!, isAdjusted: true, Of("outputsize") == "full"),
                "GLOBAL_QUOTE" => QuoteOf(Of("symbol")!),
                _ when !Of("keywords")!.Contains("ibm", StringComparison.OrdinalIgnoreCase) => """{"bestMatches":[]}""",
                _ => """
                    {"bestMatches":[
                      {"1. symbol":"IBM","2. name":"International Business Machines Corp","3. type":"Equity","4. region":"United States","5. marketOpen":"09:30","6. marketClose":"16:00","7. timezone":"UTC-04","8. currency":"USD","9. matchScore":"1.0000"},
                      {"1. symbol":"BRK-B","2. name":"Berkshire Hathaway Inc","3. type":"Equity","4. region":"United States","5. marketOpen":"09:30","6. marketClose":"16:00","7. timezone":"UTC-04","8. currency":"USD","9. matchScore":"0.5"},
                      {"1. symbol":"IBMM","2. name":"iShares iBonds","3. type":"ETF","4. region":"United States","5. marketOpen":"09:30","6. marketClose":"16:00","7. timezone":"UTC-04","8. currency":"USD","9. matchScore":"0.4"}]}
                    """,
            };
        return Results.Text(body, "application/json", Encoding.UTF8);
    }

    private static bool Knows(string symbol) => symbol is "IBM" or "BRK-B";

    private static string Daily(string symbol, bool isAdjusted, bool isFull)
    {
        if (!Knows(symbol))
        {
            return """{"Error Message":"Invalid API call. Please retry or visit the documentation (https://www.alphavantage.co/documentation/) for TIME_SERIES_DAILY."}""";
        }

        var day = DateOnly.FromDateTime(DateTime.UtcNow).AddDays(-1);
        var rows = new List<string>();
        for (var i = 0; rows.Count < (isFull ? 1_000 : 100); i++)
        {
            var date = day.AddDays(-i);
            if (date.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday)
            {
                continue;
            }

            // Older than 50 sessions the share was worth twice as much: a 2-for-1 split, and a dividend of one dollar at 20.
            var price = (symbol == "IBM" ? 100m : 400m) + (date.DayNumber % 7);
            price *= isAdjusted && rows.Count >= 50 ? 2 : 1;
            var text = string.Create(CultureInfo.InvariantCulture, $"\"1. open\":\"{price}\",\"2. high\":\"{price + 2}\",\"3. low\":\"{price - 1}\",\"4. close\":\"{price + 1}\",");
            text += isAdjusted
                ? $"\"5. adjusted close\":\"1.0\",\"6. volume\":\"1000\",\"7. dividend amount\":\"{(rows.Count == 20 ? "1.0000" : "0.0000")}\",\"8. split coefficient\":\"{(rows.Count == 49 ? "2.0" : "1.0")}\""
                : "\"5. volume\":\"1000\"";
            rows.Add($"\"{date:yyyy-MM-dd}\":{{{text}}}");
        }

        return $$$"""{"Meta Data":{"1. Information":"Daily Prices","2. Symbol":"{{{symbol}}}","5. Time Zone":"US/Eastern"},"Time Series (Daily)":{ {{{string.Join(',', rows)}}} } }""";
    }

    private static string QuoteOf(string symbol) => Knows(symbol)
        ? $$"""
            {"Global Quote":{"01. symbol":"{{symbol}}","02. open":"250.0000","03. high":"253.5000","04. low":"249.0000","05. price":"252.5000","06. volume":"3456789","07. latest trading day":"2026-03-10",
            "08. previous close":"250.0000","09. change":"2.5000","10. change percent":"1.0000%"} }
            """
        : """{"Global Quote":{}}""";
}
