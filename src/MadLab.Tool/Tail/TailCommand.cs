using System.CommandLine;
using System.Net.WebSockets;
using MadLab.Tool.Commands;
using MadLab.Tool.Http;
using Spectre.Console;

namespace MadLab.Tool.Tail;

/// <summary><c>madlab tail URL SYMBOL..</c>: live prices in the terminal.</summary>
internal static class TailCommand
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    public static Command Make(ToolOutput output, Func<string, string?> variable, TimeProvider time)
    {
        var url = new Argument<string>("URL") { Description = "Where the host is" };
        var symbols = new Argument<string[]>("SYMBOL") { Description = "At most 50", Arity = ArgumentArity.OneOrMore };
        var target = new TargetOptions(isArgument: false);
        var transport = new Option<string>("--transport") { Description = "auto is the first of the three that works", DefaultValueFactory = static _ => "auto" };
        transport.AcceptOnlyFromAmong("auto", "websocket", "sse", "polling");
        var interval = new Option<int>("--interval") { Description = "The least time between two prices of a symbol, in milliseconds", DefaultValueFactory = static _ => 1000 };
        var count = new Option<int?>("--count") { Description = "End after so many prices" };
        var command = new Command("tail", "Show live prices: a table in a terminal, else a line each with tabs between time, symbol, price, change and percent") { url, symbols };
        target.AddTo(command);
        command.Add(transport);
        command.Add(interval);
        command.Add(count);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var host = target.Open(parsed, name => name == TargetOptions.UrlVariable ? parsed.GetValue(url) : variable(name));
            var names = parsed.GetValue(symbols)!.SelectMany(static s => s.Split(',', StringSplitOptions.RemoveEmptyEntries)).ToList();
            if (names.Count > 50)
            {
                throw new ToolException($"{names.Count} symbols are too many: at most 50 are accepted.");
            }

            var tail = new LiveTail(host, names, parsed.GetValue(transport)!, TimeSpan.FromMilliseconds(Math.Clamp(parsed.GetValue(interval), 250, 3000)), time, output);
            await tail.RunAsync(parsed.GetValue(count) ?? int.MaxValue, cancellationToken);
            return ExitCodes.Done;
        });
        return command;
    }

    private sealed class LiveTail(HostClient host, IReadOnlyList<string> symbols, string transport, TimeSpan interval, TimeProvider time, ToolOutput output)
    {
        private readonly Dictionary<string, Tick> _last = new(StringComparer.Ordinal);
        private readonly string[] _order = transport == "auto" ? ["websocket", "sse", "polling"] : [transport];
        private int _left;

        public async Task RunAsync(int count, CancellationToken cancellationToken)
        {
            _left = count;

            // A wrong address or a missing key is said once, and not tried again and again.
            var there = await host.GetAsync("/config", cancellationToken);
            if (!there.IsSuccess)
            {
                throw there.Refusal("No prices");
            }

            if (!output.IsTerminal)
            {
                await LoopAsync(static tick => tick.ToLine(), cancellationToken);
                return;
            }

            await output.Console.Live(Table()).StartAsync(live => LoopAsync(
                tick =>
                {
                    _last[tick.Symbol] = tick;
                    live.UpdateTarget(Table());
                    return null;
                },
                cancellationToken));
        }

        private async Task LoopAsync(Func<Tick, string?> show, CancellationToken cancellationToken)
        {
            var (at, wait) = (0, TimeSpan.FromSeconds(1));
            while (true)
            {
                var heard = false;
                try
                {
                    await foreach (var tick in Open(_order[at], cancellationToken))
                    {
                        (heard, wait) = (true, TimeSpan.FromSeconds(1));
                        if (show(tick) is { } line)
                        {
                            await output.Out.WriteLineAsync(line);
                        }

                        if (--_left == 0)
                        {
                            return;
                        }
                    }
                }
                catch (Exception e) when (e is ToolException or WebSocketException or HttpRequestException or IOException or StreamRefusal)
                {
                    Say($"{_order[at]}: {HostClient.Reason(e)}");
                }

                if (!heard && at < _order.Length - 1)
                {
                    // It never worked here: the next one may.
                    at++;
                    continue;
                }

                await Task.Delay(wait, time, cancellationToken);
                wait = wait * 2 < LongestWait ? wait * 2 : LongestWait;
            }
        }

        private IAsyncEnumerable<Tick> Open(string by, CancellationToken cancellationToken)
        {
            var query = FormattableString.Invariant($"symbols={string.Join(',', symbols.Select(Uri.EscapeDataString))}&interval={interval.TotalMilliseconds:0}");
            return by switch
            {
                "websocket" => TickSources.WebSocketAsync(host, query, Say, cancellationToken),
                "sse" => TickSources.EventsAsync(host, query, Say, cancellationToken),
                _ => TickSources.PollingAsync(host, query, interval, time, Say, cancellationToken),
            };
        }

        private void Say(string text) => output.Error.WriteLine("madlab: " + text);

        private Table Table()
        {
            var table = output.NewTable("symbol", "price", "change", "%", "time (UTC)");
            foreach (var tick in symbols.Select(s => _last.GetValueOrDefault(s.ToUpperInvariant())).OfType<Tick>())
            {
                var style = new Style(tick.Change < 0 ? Color.Red : Color.Green);
                table.AddRow(new Text(tick.Symbol), new Text(tick.PriceText), new Text(tick.ChangeText, style), new Text(tick.PercentText, style), new Text(tick.TimeText));
            }

            return table;
        }
    }
}
