using System.Text.Json;

namespace MadLab.Providers.AlphaVantage;

/// <summary>Reads the service's answers.</summary>
internal static class AlphaVantageReading
{
    /// <summary><c>TIME_SERIES_DAILY</c> and <c>TIME_SERIES_DAILY_ADJUSTED</c>: an object of days, newest first. The numbers before the names differ between the two (<c>5. volume</c>, <c>6. volume</c>).</summary>
    public static (List<Bar> Bars, List<Split> Splits, List<CashDividend> Dividends) Daily(JsonElement json)
    {
        var (bars, splits, dividends) = (new List<Bar>(), new List<Split>(), new List<CashDividend>());
        foreach (var day in json.Need("Time Series (Daily)").EnumerateObject())
        {
            var date = JsonFields.ParseDay(day.Name, "Time Series (Daily)");
            var fields = day.Value;
            bars.Add(new Bar
            {
                Time = new DateTimeOffset(date, default, TimeSpan.Zero),
                Open = fields.Number("1. open"),
                High = fields.Number("2. high"),
                Low = fields.Number("3. low"),
                Close = fields.Number("4. close"),
                Volume = fields.NumberOrNull("6. volume") ?? fields.Number("5. volume"),
            });
            if (fields.NumberOrNull("8. split coefficient") is { } ratio && ratio != 1)
            {
                splits.Add(new Split(date, ratio));
            }

            if (fields.NumberOrNull("7. dividend amount") is { } amount && amount != 0)
            {
                dividends.Add(new CashDividend(date, amount));
            }
        }

        bars.Sort(static (a, b) => a.Time.CompareTo(b.Time));
        return (bars, splits, dividends);
    }

    /// <summary><c>GLOBAL_QUOTE</c>; an object without members for a symbol that is not known.</summary>
    public static Quote? Quote(JsonElement json, Symbol symbol, TimeZoneInfo exchange)
    {
        var quote = json.Need("Global Quote");
        if (quote.ValueKind != JsonValueKind.Object || !quote.EnumerateObject().MoveNext())
        {
            return null;
        }

        // The quote has a day alone. It is that session's end, or now while it runs; the host takes no time of the future.
        var close = quote.Day("07. latest trading day").ToDateTime(new TimeOnly(16, 0));
        return new Quote
        {
            Symbol = symbol,
            Price = quote.Number("05. price"),
            Timestamp = new DateTimeOffset(close, exchange.GetUtcOffset(close)).ToUniversalTime(),
            Volume = quote.NumberOrNull("06. volume") ?? 0,
            Change = quote.NumberOrNull("09. change") ?? 0,
            ChangePercent = quote.TextOrNull("10. change percent") is { } percent ? JsonFields.ParseNumber(percent.AsSpan().TrimEnd('%'), "10. change percent") : 0,
            Open = quote.NumberOrNull("02. open") ?? 0,
            High = quote.NumberOrNull("03. high") ?? 0,
            Low = quote.NumberOrNull("04. low") ?? 0,
            PreviousClose = quote.NumberOrNull("08. previous close"),
        };
    }

    /// <summary><c>SYMBOL_SEARCH</c>, best first.</summary>
    public static List<SymbolMatch> Matches(JsonElement json, SymbolMap map)
    {
        var matches = new List<SymbolMatch>();
        foreach (var match in json.Items("bestMatches"))
        {
            if (map.TryFromUpstream(match.Text("1. symbol"), out var symbol))
            {
                matches.Add(new SymbolMatch
                {
                    Symbol = symbol,
                    Name = match.TextOrNull("2. name") ?? symbol.Value,
                    Type = match.TextOrNull("3. type") is "ETF" or "Mutual Fund" ? AssetClass.Etf : AssetClass.Equity,
                });
            }
        }

        return matches;
    }
}
