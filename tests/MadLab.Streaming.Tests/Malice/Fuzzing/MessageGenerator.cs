using System.Text;
using System.Text.Json;

namespace MadLab.Streaming.Tests.Malice.Fuzzing;

/// <summary>Messages of a client: right, nearly right, and damaged.</summary>
internal sealed class MessageGenerator(Random random)
{
    private static readonly string[] Symbols =
    [
        "AAPL", "MSFT", "brk.b", "BTC/USDT", "^GSPC", "ES=F", "M&M.NS", " TSLA ", "NASDAQ:AAPL", "A B", "A", "0", "$", "..", "A..B", "A//B", "", " ", "é", "ＡＡＰＬ",
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "../etc/passwd", "<script>", "\0", "A\nB", "💥", "S1", "S2", "S3", "S4", "S5", "S6", "S7", "S8",
    ];

    private static readonly string[] Types = ["subscribe", "unsubscribe", "ping", "heartbeat_response", "Subscribe", "open", "error", "close", "", "toString", "__proto__"];

    private static readonly string[] Values =
    [
        "null", "true", "0", "-1", "1e400", "1e-400", "99999999999999999999", "NaN", "\"x\"", "{}", "[]", "[[[[]]]]", "{\"a\":{\"b\":[]}}", "\"\\ud800\"", "\"\\u0000\"", "\"\\uD83D\\uDCA5\"",
    ];

    /// <summary>The next message in UTF-8.</summary>
    public byte[] Next()
    {
        var message = Encoding.UTF8.GetBytes(random.Next(12) switch
        {
            < 5 => Request(Pick("subscribe", "unsubscribe"), SymbolArray(random.Next(6))),
            5 => """{"type":"ping"}""",
            6 => """{"type":"heartbeat_response"}""",
            7 => Request(Types[random.Next(Types.Length)], Value()),
            8 => Value(),
            9 => Nested(random.Next(1, 40)),
            10 => Repeated(),
            _ => Request("subscribe", SymbolArray(random.Next(20, 60))),
        });
        return random.Next(4) == 0 ? Damage(message) : message;
    }

    /// <summary>The bytes with a few of them changed, lost or doubled; sometimes no text any more.</summary>
    public byte[] Damage(byte[] bytes)
    {
        var damaged = new List<byte>(bytes);
        for (var left = random.Next(1, 4); left > 0 && damaged.Count > 0; left--)
        {
            var at = random.Next(damaged.Count);
            switch (random.Next(5))
            {
                case 0:
                    damaged[at] ^= (byte)(1 << random.Next(7));
                    break;
                case 1:
                    damaged[at] = (byte)random.Next(random.Next(4) == 0 ? 256 : 128);
                    break;
                case 2:
                    damaged.RemoveAt(at);
                    break;
                case 3:
                    damaged.Insert(at, damaged[random.Next(damaged.Count)]);
                    break;
                default:
                    damaged.RemoveRange(at, Math.Min(random.Next(1, 8), damaged.Count - at));
                    break;
            }
        }

        return [.. damaged];
    }

    private string Pick(string one, string other) => random.Next(2) == 0 ? one : other;

    private string Request(string type, string symbols)
    {
        var members = new List<string> { $"\"type\":{JsonSerializer.Serialize(type)}", $"\"symbols\":{symbols}" };
        if (random.Next(3) == 0)
        {
            members.Add($"\"options\":{Pick($"{{\"throttle\":{Value()}}}", Value())}");
        }

        if (random.Next(8) == 0)
        {
            members.Add(Pick($"\"x\":{Value()}", $"\"type\":{Value()}"));
        }

        var array = members.ToArray();
        random.Shuffle(array);
        return $"{{{string.Join(Pick(",", " ,\n"), array)}}}";
    }

    private string SymbolArray(int count)
    {
        // Mostly right ones: a list with a single wrong symbol is refused as a whole.
        var isTidy = random.Next(3) > 0;
        return JsonSerializer.Serialize(Enumerable.Range(0, count).Select(_ => isTidy ? $"T{random.Next(30)}" : Symbols[random.Next(Symbols.Length)]));
    }

    private string Value() => Values[random.Next(Values.Length)];

    private static string Nested(int depth) => $"{{\"type\":\"ping\",\"x\":{new string('[', depth)}{new string(']', depth)}}}";

    private string Repeated() => $"{{\"type\":\"ping\",\"type\":\"{Pick("subscribe", "unsubscribe")}\",\"symbols\":[],\"symbols\":{SymbolArray(3)}}}";
}
