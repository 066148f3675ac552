using System.Text;
using System.Text.Json;
using MadLab.Tool.Commands;

namespace MadLab.Tool.Http;

/// <summary>An answer, read to its end.</summary>
internal sealed class HostAnswer
{
    private readonly Dictionary<string, string> _headers = new(StringComparer.OrdinalIgnoreCase);

    public HostAnswer(int status, byte[] body, HttpResponseMessage response)
    {
        (Status, Body) = (status, body);
        foreach (var (name, values) in response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated))
        {
            _headers[name] = values.ToString();
        }
    }

    public int Status { get; }

    public byte[] Body { get; }

    public bool IsSuccess => Status is >= 200 and < 300;

    public string Text => Encoding.UTF8.GetString(Body);

    public string? Header(string name) => _headers.GetValueOrDefault(name);

    /// <summary>The body as JSON; null where it is none.</summary>
    public JsonElement? TryJson()
    {
        try
        {
            using var document = JsonDocument.Parse(Body);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The code of the host's refusal.</summary>
    public string Code => TextOf("code") ?? $"HTTP {Status}";

    /// <summary>What was refused, and what to do about it.</summary>
    public ToolException Refusal(string what) => new(Status switch
    {
        401 => $"{what}: the host asks for a key ({Http.TargetOptions.KeyVariable} or --key-file), or does not know this one.",
        403 => $"{what}: this key may not. {TextOf("error")}",
        404 => $"{what}: there is no such endpoint. Operator endpoints are there only where the host has a sign-in or names an operator policy; --prefix says where MadLab is.",
        _ => $"{what}: {Code} {TextOf("error")}",
    })
    {
        ExitCode = ExitCodes.Failed,
    };

    private string? TextOf(string member) =>
        TryJson() is { ValueKind: JsonValueKind.Object } json && json.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
