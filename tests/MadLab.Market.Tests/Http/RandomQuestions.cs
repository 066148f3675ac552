using System.Text;

namespace MadLab.Market.Tests.Http;

/// <summary>Queries and bodies that are nearly right, from a seeded source.</summary>
internal sealed class RandomQuestions(int seed)
{
    private static readonly string[] Names = ["symbol", "symbols", "type", "range", "period", "provider", "adjust", "estimator", "asOf", "interval", "from", "to", "format", "x"];

    private static readonly string[] Values =
    [
        "AAPL", "aapl", "MSFT,GOOG", "AAPL,,aapl, ,MSFT", "BTC/USDT", "^GSPC", "ES=F", "..", "a//b", "", " ", ",", "prices", "KPIS", "vol", "correlation", "volcone", "quality", "info", "batch",
        "1D", "5d", "6M", "max", "1Y", "9Z", "raw", "ALL", "splits", "fake", "nobody", "yang-zhang", "csv", "json", "2023-06-06", "9999-12-31", "0001-01-01", "2023-02-30", "2023-06-06T10:00:00Z",
        "1m", "5m", "1h", "1d", "1w", "0", "-1", "1e308", "99999999999999999999", "NaN", "null", "true", "[]", "{}", "'", "\"", "\u0000", "\ud83d\ude00", "\u00e9", "\u2028", "\uffff", "%", "%00",
    ];

    private readonly Random _random = new(seed);

    public string Query()
    {
        var text = new StringBuilder("/api/market?");
        for (var i = _random.Next(1, 6); i > 0; i--)
        {
            text.Append(Pick(Names)).Append('=').Append(Uri.EscapeDataString(Value())).Append('&');
        }

        return text.ToString();
    }

    public byte[] Body()
    {
        var text = new StringBuilder("{");
        text.Append("\"symbols\":").Append(_random.Next(8) == 0 ? Json() : $"[{string.Join(',', Enumerable.Range(0, _random.Next(_random.Next(20) == 0 ? 200 : 4)).Select(_ => Json()))}]");
        for (var i = _random.Next(4); i > 0; i--)
        {
            text.Append(",\"").Append(Pick(Names)).Append("\":").Append(Json());
        }

        var body = Encoding.UTF8.GetBytes(text.Append('}').ToString());
        switch (_random.Next(6))
        {
            case 0:
                return body[.._random.Next(body.Length)];
            case 1:
                body[_random.Next(body.Length)] = (byte)_random.Next(256);
                return body;
            default:
                return body;
        }
    }

    private string Value()
    {
        var value = Pick(Values);
        if (value.Length == 0 || _random.Next(3) > 0)
        {
            return value;
        }

        var at = _random.Next(value.Length);
        return _random.Next(5) switch
        {
            0 => value.Remove(at, 1),
            1 => value.Insert(at, ((char)_random.Next(1, 0xD800)).ToString()),
            2 => value[at..] + value,
            3 => value + "," + Pick(Values),
            _ => string.Join(',', Enumerable.Range(0, _random.Next(120)).Select(i => $"S{i}")),
        };
    }

    private string Json() => _random.Next(8) switch
    {
        0 => "null",
        1 => _random.Next(-5, 1000).ToString(System.Globalization.CultureInfo.InvariantCulture),
        2 => new string('[', _random.Next(1, 40)),
        3 => "\"\\ud800\"",
        4 => "{\"a\":[1,{\"b\":null}]}",
        _ => System.Text.Json.JsonSerializer.Serialize(Value()),
    };

    private string Pick(string[] of) => of[_random.Next(of.Length)];
}
