using System.CommandLine;
using System.Text.Json;
using MadLab.Tool.Commands;
using MadLab.Tool.Http;

namespace MadLab.Tool.Switches;

/// <summary>The incident switches, over the operator endpoints.</summary>
internal static class SwitchCommands
{
    public static Command LiveData(ToolOutput output, Func<string, string?> variable)
    {
        var state = new Argument<string>("STATE") { Description = "off: no provider is called; on lifts that, as auto does; neither lifts what the configuration says" };
        state.AcceptOnlyFromAmong("on", "off", "auto");
        return Make("live-data", "Switch live data off and on", state, output, variable, "live-data", static text => text switch
        {
            "off" => """{"enabled":false}""",
            "on" => """{"enabled":true}""",
            _ => """{"enabled":null}""",
        });
    }

    public static Command StreamMode(ToolOutput output, Func<string, string?> variable)
    {
        var mode = new Argument<string>("MODE") { Description = "How all pages stream; reset lifts it" };
        mode.AcceptOnlyFromAmong("auto", "websocket", "sse", "polling", "reset");
        return Make("stream-mode", "Move all pages to a transport", mode, output, variable, "stream-mode", static text =>
            text == "reset" ? """{"mode":null}""" : $$"""{"mode":"{{text}}"}""");
    }

    public static Command Cache(ToolOutput output, Func<string, string?> variable)
    {
        var target = new TargetOptions(isArgument: true);
        var symbol = new Option<string?>("--symbol") { Description = "Only the answers of a symbol" };
        var type = new Option<string?>("--type") { Description = "Only those of a type, such as prices" };
        var clear = new Command("clear", "Remove cached answers, all by default");
        target.AddTo(clear);
        clear.Add(symbol);
        clear.Add(type);
        clear.SetAction(async (parsed, cancellationToken) =>
        {
            using var host = target.Open(parsed, variable);
            var query = string.Join('&', new[] { ("symbol", parsed.GetValue(symbol)), ("type", parsed.GetValue(type)) }
                .Where(static p => p.Item2 is not null)
                .Select(static p => $"{p.Item1}={Uri.EscapeDataString(p.Item2!)}"));
            var answer = await host.SendAsync(HttpMethod.Delete, "/operator/cache" + (query.Length > 0 ? "?" + query : ""), cancellationToken: cancellationToken);
            if (!answer.IsSuccess || answer.TryJson() is not { } json || !json.TryGetProperty("removed", out var removed))
            {
                throw answer.Refusal("The cache is as it was");
            }

            await output.Out.WriteLineAsync($"{removed} answers removed from the cache.");
            return ExitCodes.Done;
        });
        return new Command("cache", "What the host keeps of its providers' answers") { clear };
    }

    private static Command Make(
        string name, string description, Argument<string> value, ToolOutput output, Func<string, string?> variable, string setting, Func<string, string> body)
    {
        var target = new TargetOptions(isArgument: true);
        var command = new Command(name, description) { value };
        target.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var host = target.Open(parsed, variable);
            var all = await host.GetAsync("/operator", cancellationToken);
            if (!all.IsSuccess)
            {
                throw all.Refusal($"{name} is as it was");
            }

            var answer = await host.SendAsync(HttpMethod.Put, "/operator/" + setting, body(parsed.GetValue(value)!), cancellationToken: cancellationToken);
            if (!answer.IsSuccess || answer.TryJson() is not { } now)
            {
                throw answer.Refusal($"{name} is as it was");
            }

            await output.Out.WriteLineAsync($"{name}: {Before(all, setting)} before, {Shown(now, "value")} now.");
            if (now.TryGetProperty("persisted", out var persisted) && persisted.ValueKind == JsonValueKind.False)
            {
                await output.Error.WriteLineAsync("madlab: it is in force, and would not outlast a restart now: the store is down or keeps nothing.");
            }

            return ExitCodes.Done;
        });
        return command;
    }

    private static string Before(HostAnswer all, string setting) =>
        all.TryJson() is { ValueKind: JsonValueKind.Object } json && json.TryGetProperty("switches", out var switches)
        && switches.EnumerateArray().FirstOrDefault(s => s.GetProperty("name").GetString() == setting) is { ValueKind: JsonValueKind.Object } before
            ? Shown(before, "value")
            : "?";

    private static string Shown(JsonElement element, string member) => element.TryGetProperty(member, out var value)
        ? value.ValueKind switch
        {
            JsonValueKind.True => "on",
            JsonValueKind.False => "off",
            JsonValueKind.String => value.GetString()!,
            _ => "not set",
        }
        : "?";
}
