using System.Collections.Concurrent;
using MadLab.Benchmarks.Shared;

namespace MadLab.Benchmarks.Fanout.Clients;

/// <summary>The process of all clients: one thread reads every socket, another takes commands and hands them to it.</summary>
internal sealed class FanoutClients : ICommand
{
    public const string Verb = "fanout-clients";

    private static readonly Option[] Options =
        [new("--peer", "NAME", ""), new("--symbols", "N", ""), new("--interval", "MS", ""), new("--period", "MS", ""), new("--sample", "N", "")];

    public string Name => Verb;

    public string Summary => "";

    public static IEnumerable<string> Arguments(Peer peer, int symbols, int interval, int period, int sample) =>
        ["--peer", peer.Name, "--symbols", $"{symbols}", "--interval", $"{interval}", "--period", $"{period}", "--sample", $"{sample}"];

    public async Task<int> RunAsync(string[] args, CancellationToken cancellationToken)
    {
        var given = Shared.Arguments.Parse(args, Options);
        using var crowd = new Crowd(
            Peer.Find(given.Text("--peer", Peer.MadLab)),
            given.Number("--symbols", 20, 1, 50),
            given.Number("--interval", 250, 25, 60_000),
            given.Number("--period", 250, 1, 60_000),
            given.Number("--sample", 50, 0, 100_000));
        using var commands = new BlockingCollection<Action>();
        new Thread(() => Loop(crowd, commands)) { IsBackground = true, Name = "sockets" }.Start();
        return await ChildLoop.RunAsync(new Connected(0, 0, 0, 0), words => OnLoopAsync(commands, () => Answer(crowd, words)));
    }

    private static object Answer(Crowd crowd, string[] words)
    {
        switch (words[0])
        {
            case "connect":
                crowd.Connect(int.Parse(words[1], null), int.Parse(words[2], null));
                return crowd.Count();
            case "count":
                return crowd.Count();
            case "begin":
                crowd.Begin();
                return crowd.Count();
            case "end":
                return crowd.End();
            case "expect":
                crowd.Expect();
                return crowd.Count();
            case "verify":
                return crowd.Verify(TimeSpan.FromMilliseconds(int.Parse(words[1], null)));
            default:
                throw new UsageException($"Unknown command '{words[0]}'.");
        }
    }

    private static void Loop(Crowd crowd, BlockingCollection<Action> commands)
    {
        while (true)
        {
            crowd.Serve(milliseconds: 10);
            while (commands.TryTake(out var command))
            {
                command();
            }
        }
    }

    private static Task<object> OnLoopAsync(BlockingCollection<Action> commands, Func<object> answer)
    {
        var done = new TaskCompletionSource<object>(TaskCreationOptions.RunContinuationsAsynchronously);
        commands.Add(() =>
        {
            try
            {
                done.SetResult(answer());
            }
            catch (Exception e)
            {
                done.SetException(e);
            }
        });
        return done.Task;
    }
}
