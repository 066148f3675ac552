using System.CommandLine;
using System.Reflection;
using MadLab.Tool.Commands;
using MadLab.Tool.Http;

namespace MadLab.Tool.Check;

/// <summary><c>madlab check URL</c>: the deploy checklist.</summary>
internal static class CheckCommand
{
    /// <summary>As built, less the commit behind the plus sign.</summary>
    private static readonly string ToolVersion =
        (typeof(CheckCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0.0.0").Split('+')[0];

    public static Command Make(ToolOutput output, Func<string, string?> variable, TimeProvider time)
    {
        var target = new TargetOptions(isArgument: true);
        var json = new Option<bool>("--json") { Description = "Write the result as one JSON document" };
        var symbol = new Option<string>("--symbol") { Description = "A symbol that the host's provider has", DefaultValueFactory = static _ => "AAPL" };
        var command = new Command("check", "Walk the deploy checklist: exit code 0 when nothing failed, warnings included, 1 when something did, 2 when nobody answers");
        target.AddTo(command);
        command.Add(json);
        command.Add(symbol);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var host = target.Open(parsed, variable);
            var report = await RunAsync(host, parsed.GetValue(symbol)!, time, cancellationToken);
            if (parsed.GetValue(json))
            {
                await output.Out.WriteLineAsync(report.ToJson());
            }
            else
            {
                report.Show(output);
            }

            return report.ExitCode;
        });
        return command;
    }

    public static async Task<CheckReport> RunAsync(HostClient host, string symbol, TimeProvider time, CancellationToken cancellationToken)
    {
        // Whether anybody is there at all; that nobody is, is no finding.
        await host.GetAsync("/health/live", cancellationToken);
        List<CheckItem> items = [HttpChecks.Tls(host)];
        foreach (var check in new (string Name, Func<Task<IReadOnlyList<CheckItem>>> Run)[]
        {
            ("health", () => HealthChecks.RunAsync(host, time, ToolVersion, cancellationToken)),
            ("metrics", () => OneAsync(HttpChecks.MetricsAsync(host, cancellationToken))),
            ("market", () => HttpChecks.MarketAsync(host, symbol, cancellationToken)),
            ("websocket", () => OneAsync(StreamChecks.WebSocketAsync(host, symbol, cancellationToken))),
            ("events", () => OneAsync(StreamChecks.EventsAsync(host, symbol, cancellationToken))),
            ("polling", () => OneAsync(StreamChecks.PollingAsync(host, symbol, cancellationToken))),
            ("headers", () => OneAsync(HttpChecks.HeadersAsync(host, cancellationToken))),
            ("sign-in", () => OneAsync(HttpChecks.SignInAsync(host, cancellationToken))),
        })
        {
            try
            {
                items.AddRange(await check.Run());
            }
            catch (ToolException e)
            {
                items.Add(CheckItem.Fail(check.Name, e.Message, "see the host's log; a proxy may give up earlier than the host"));
            }
        }

        return new CheckReport(host.Url, time.GetUtcNow(), items);
    }

    private static async Task<IReadOnlyList<CheckItem>> OneAsync(Task<CheckItem> item) => [await item];
}
