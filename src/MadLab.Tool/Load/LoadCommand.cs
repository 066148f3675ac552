using System.CommandLine;
using System.Globalization;
using MadLab.Tool.Commands;
using MadLab.Tool.Http;

namespace MadLab.Tool.Load;

/// <summary><c>madlab load ws|market|db URL</c>: the smoke load.</summary>
internal static class LoadCommand
{
    private static readonly string[] Kinds = ["ws", "market", "db"];
    private static readonly TimeSpan SayEvery = TimeSpan.FromSeconds(5);

    public static Command Make(ToolOutput output, Func<string, string?> variable, TimeProvider time)
    {
        var kind = new Argument<string>("KIND") { Description = "ws: WebSockets; market: prices and key figures; db: workspaces, deleted again at the end" };
        kind.AcceptOnlyFromAmong(Kinds);
        var target = new TargetOptions(isArgument: true);
        var duration = Whole("--duration", "Seconds", 10, LoadSettings.MaxSeconds);
        var rate = Whole("--rate", "Calls begun a second; the host's own limit is 50 a second of one address", 20, LoadSettings.MaxRate);
        var connections = Whole("--connections", "WebSockets; the host's own limit is 100 of one address", 10, LoadSettings.MaxConnections);
        var symbols = new Option<string>("--symbols") { Description = "Symbols that the host's provider has", DefaultValueFactory = static _ => "AAPL,MSFT,GOOG,AMZN,NVDA" };
        var remote = new Option<bool>("--allow-remote") { Description = "Also beyond this machine: only at a host that is yours" };
        var json = new Option<bool>("--json") { Description = "Write the result as one JSON document" };
        var command = new Command("load", "Put a bounded load on a host and hold it against the runbook's budgets: exit code 0 within, 1 outside, 2 not tried") { kind };
        target.AddTo(command);
        foreach (var option in new Option[] { duration, rate, connections, symbols, remote, json })
        {
            command.Add(option);
        }

        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var host = target.Open(parsed, variable);
            if (!host.Url.IsLoopback && !parsed.GetValue(remote))
            {
                throw new ToolException($"{host.Url.Host} is not this machine: --allow-remote puts the load on it all the same; do so only where it is yours.");
            }

            var names = parsed.GetValue(symbols)!.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            if (names.Length is 0 or > 50)
            {
                throw new ToolException($"--symbols has {names.Length} symbols: 1 to 50 are accepted.");
            }

            // That nobody is there, or nobody lets us in, is no finding about speed.
            var there = await host.GetAsync("/config", cancellationToken);
            if (!there.IsSuccess)
            {
                throw there.Refusal("The host cannot be loaded");
            }

            var said = time.GetTimestamp();
            var report = await RunAsync(parsed.GetValue(kind)!, new LoadSettings
            {
                Host = host,
                Duration = TimeSpan.FromSeconds(parsed.GetValue(duration)),
                Rate = parsed.GetValue(rate),
                Connections = parsed.GetValue(connections),
                Symbols = names,
                Time = time,
                Progress = tally =>
                {
                    if (output.IsTerminal || time.GetElapsedTime(said) >= SayEvery)
                    {
                        said = time.GetTimestamp();
                        var p95 = tally.Percentiles(0.95)[0]?.ToString("0", CultureInfo.InvariantCulture) ?? "-";
                        output.Error.Write($"{(output.IsTerminal ? "\r" : "")}{tally.Calls} answers, {tally.Messages} messages, {tally.Errors} errors, p95 {p95} ms   {(output.IsTerminal ? "" : "\n")}");
                    }
                },
            }, cancellationToken);
            if (output.IsTerminal)
            {
                await output.Error.WriteLineAsync();
            }

            if (parsed.GetValue(json))
            {
                await output.Out.WriteLineAsync(report.ToJson());
            }
            else
            {
                report.Show(output);
            }

            return report.IsMet ? ExitCodes.Done : ExitCodes.Failed;
        });
        return command;
    }

    public static async Task<LoadReport> RunAsync(string kind, LoadSettings settings, CancellationToken cancellationToken)
    {
        var tally = new LoadTally();
        var started = settings.Time.GetTimestamp();
        await (kind switch
        {
            "ws" => SocketLoad.RunAsync(settings, tally, cancellationToken),
            "market" => MarketLoad.RunAsync(settings, tally, cancellationToken),
            _ => DatabaseLoad.RunAsync(settings, tally, cancellationToken),
        });
        return new LoadReport(kind, settings.Host.Url, settings.Time.GetElapsedTime(started), tally, cancellationToken.IsCancellationRequested);
    }

    private static Option<int> Whole(string name, string description, int usual, int most)
    {
        var option = new Option<int>(name) { Description = $"{description}; 1 to {most.ToString(CultureInfo.InvariantCulture)}", DefaultValueFactory = _ => usual };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && (!int.TryParse(token.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var value) || value < 1 || value > most))
            {
                result.AddError($"{name} is '{token.Value}': a whole number from 1 to {most.ToString(CultureInfo.InvariantCulture)} is accepted.");
            }
        });
        return option;
    }
}
