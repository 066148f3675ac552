using System.Runtime;
using MadLab.Benchmarks.Shared;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;

namespace MadLab.Benchmarks.Fanout.Servers;

/// <summary>The process of one server: its peer on a port of 127.0.0.1, and a publisher that is told when.</summary>
internal sealed class FanoutServer : ICommand
{
    public const string Verb = "fanout-server";

    private static readonly Option[] Options = [new("--peer", "NAME", ""), new("--symbols", "N", ""), new("--interval", "MS", "")];

    public string Name => Verb;

    public string Summary => "";

    public static IEnumerable<string> Arguments(Peer peer, int symbols, int interval) => ["--peer", peer.Name, "--symbols", $"{symbols}", "--interval", $"{interval}"];

    public async Task<int> RunAsync(string[] args, CancellationToken cancellationToken)
    {
        var given = Shared.Arguments.Parse(args, Options);
        var interval = TimeSpan.FromMilliseconds(given.Number("--interval", 250, 25, 60_000));
        var peer = Create(Peer.Find(given.Text("--peer", Peer.MadLab)), interval);
        using var publisher = new Publisher(peer, new Ticks(given.Number("--symbols", 20, 1, 50)));

        var builder = BenchApp.CreateBuilder();
        peer.Configure(builder);
        await using var app = builder.Build();
        peer.Map(app);
        await app.StartAsync(cancellationToken);

        return await ChildLoop.RunAsync(new ServerHello(BenchApp.PortOf(app)), words => AnswerAsync(words, publisher));
    }

    private static IPeerServer Create(Peer peer, TimeSpan interval) => peer.Name switch
    {
        Peer.MadLab or Peer.MadLabBatch or Peer.MadLabSse => new MadLabServer(interval),
        Peer.Bare => new BareWebSocketServer(interval, static (quotes, seq) => [.. quotes.SelectMany((q, i) => Frames.Text(Ticks.Message(q, seq + i)))]),
        Peer.BareBatch => new BareWebSocketServer(interval, static (quotes, seq) => Frames.Text(Ticks.Batch(quotes, seq))),
        Peer.BareSse => new BareEventServer(interval),
        Peer.SendAsync => new SendAsyncServer(interval),
        Peer.SignalR => new SignalRServer(oneArray: false),
        Peer.SignalRBatch => new SignalRServer(oneArray: true),
        _ => throw new UsageException($"Peer '{peer.Name}' has no server."),
    };

    private static async Task<object> AnswerAsync(string[] words, Publisher publisher)
    {
        switch (words[0])
        {
            case "start":
                publisher.Start(int.Parse(words[1], null), spread: words.Length > 2);
                break;
            case "stop":
                await publisher.StopAsync();
                break;
            case "once":
            case "final":
                await publisher.PublishAsync(isFinal: words[0] == "final");
                break;
            case "collect":
                // Twice: what the first finds finalisable, the second frees.
                GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
                GC.WaitForPendingFinalizers();
                GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
                break;
            case "stats":
                break;
            default:
                throw new UsageException($"Unknown command '{words[0]}'.");
        }

        return new ServerStats(
            GC.GetTotalAllocatedBytes(precise: true),
            GC.GetTotalMemory(forceFullCollection: false),
            publisher.Published,
            JitInfo.GetCompiledMethodCount());
    }
}
