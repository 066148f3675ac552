using System.Text.Json;
using System.Text.RegularExpressions;

namespace MadLab.Streaming.Tests.Malice.Fuzzing;

/// <summary>What the contract has a WebSocket client told for each message, in the shape of <see cref="Shape"/>. Only what is JSON at all is left to the platform's reader.</summary>
internal sealed partial class ContractModel(int maxSymbols, int maxBadMessages)
{
    private const string BadMessage = "error BAD_MESSAGE";

    private static readonly JsonDocumentOptions Json = new() { MaxDepth = 32 };

    private readonly List<string> _set = [];

    /// <summary>How many messages were bad so far.</summary>
    public int Bad { get; private set; }

    /// <summary>Whether the last message was one bad message too many.</summary>
    public bool IsClosed => Bad > maxBadMessages;

    /// <summary>The answer in the form that both sides are compared in.</summary>
    public static string Shape(JsonElement message)
    {
        var type = message.GetProperty("type").GetString()!;
        return type switch
        {
            "error" => $"error {message.GetProperty("code").GetString()}",
            "subscribed" or "unsubscribed" or "open" => $"{type} {string.Join(',', message.GetProperty("symbols").EnumerateArray())}",
            _ => type,
        };
    }

    /// <summary>Takes a message; returns the answer, or null where there is none.</summary>
    public string? Take(bool isText, ReadOnlyMemory<byte> payload)
    {
        var answer = isText ? Answer(payload) : BadMessage;
        if (answer is not null && answer.StartsWith("error ", StringComparison.Ordinal))
        {
            Bad++;
        }

        return answer;
    }

    private string? Answer(ReadOnlyMemory<byte> payload)
    {
        try
        {
            using var document = JsonDocument.Parse(payload, Json);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                return BadMessage;
            }

            // Of a name that comes twice the last counts, as in a browser.
            var members = new Dictionary<string, JsonElement>();
            foreach (var member in document.RootElement.EnumerateObject())
            {
                members[member.Name] = member.Value;
            }

            return members.TryGetValue("type", out var type) && type.ValueKind == JsonValueKind.String
                ? type.GetString() switch
                {
                    "ping" => "heartbeat",
                    "heartbeat_response" => null,
                    "subscribe" => Change(members, Subscribe),
                    "unsubscribe" => Change(members, Unsubscribe),
                    _ => BadMessage,
                }
                : BadMessage;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // No JSON, or a string that is no text (half of a surrogate pair).
            return BadMessage;
        }
    }

    private static string Change(Dictionary<string, JsonElement> members, Func<List<string>, string> change)
    {
        if (!members.TryGetValue("symbols", out var array) || array.ValueKind != JsonValueKind.Array)
        {
            return BadMessage;
        }

        List<string> symbols = [];
        foreach (var element in array.EnumerateArray())
        {
            if (element.ValueKind != JsonValueKind.String || SymbolOf(element.GetString()!) is not { } symbol)
            {
                return "error INVALID_SYMBOL";
            }

            symbols.Add(symbol);
        }

        return change(symbols);
    }

    private static string? SymbolOf(string text)
    {
        var symbol = text.Trim().ToUpperInvariant();
        return Allowed().IsMatch(text.Trim())
            && symbol.Any(char.IsAsciiLetterOrDigit)
            && !symbol.Contains("..", StringComparison.Ordinal)
            && !symbol.Contains("//", StringComparison.Ordinal)
            ? symbol
            : null;
    }

    [GeneratedRegex(@"\A[A-Za-z0-9.&/:=@$#^_ -]{1,32}\z")]
    private static partial Regex Allowed();

    private string Subscribe(List<string> symbols)
    {
        var added = symbols.Distinct().Except(_set).ToList();
        if (_set.Count + added.Count > maxSymbols)
        {
            return "error TOO_MANY_SYMBOLS";
        }

        _set.AddRange(added);
        return $"subscribed {string.Join(',', _set)}";
    }

    private string Unsubscribe(List<string> symbols)
    {
        _set.RemoveAll(symbols.Contains);
        return $"unsubscribed {string.Join(',', _set)}";
    }
}
