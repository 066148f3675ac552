using FluentAssertions;
using MadLab.Streaming.Tests.Support;
using Xunit;
using Xunit.Sdk;

namespace MadLab.Streaming.Tests.Malice.Fuzzing;

/// <summary>Random frames, right and wrong, over a real socket to a real server, each answer held against a second reading of RFC 6455 and the contract.</summary>
[Collection(Alone.Name)]
public sealed class FrameFuzzTests
{
    private const int MaxMessageBytes = 1024;
    private const int MaxSymbols = 40;
    private const int MaxBadMessages = 20;
    private const int MostCasesOfAConnection = 400;
    private const long HeapBound = 48L << 20;

    private static readonly int Cases = RandomRun.IsLong ? 1_000_000 : 20_000;

    [Fact]
    public async Task Frames_Random_EachAnsweredAsTheStandardAndTheContractSay()
    {
        await using var host = await MaliceHost.StartAsync(o =>
            (o.MaxMessageBytes, o.MaxSymbolsPerConnection, o.MaxBadMessagesPerMinute, o.MaxMessagesPerMinute) = (MaxMessageBytes, MaxSymbols, MaxBadMessages, 0));
        var connections = 0;
        var cases = await RunAsync(Cases / 10);
        await host.ShouldBeDeserted();
        var heap = GC.GetTotalMemory(forceFullCollection: true);

        cases += await RunAsync(Cases - cases);

        cases.Should().BeGreaterThanOrEqualTo(Cases);
        await host.ShouldBeDeserted($"MADLAB_TEST_SEED={RandomRun.Seed}");
        (GC.GetTotalMemory(forceFullCollection: true) - heap).Should().BeLessThan(HeapBound, "nothing is kept of a connection that is gone");

        async Task<int> RunAsync(int goal)
        {
            var done = 0;
            await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(async () =>
            {
                while (Volatile.Read(ref done) < goal)
                {
                    // Each connection has a seed of its own: with it as the run's seed, it is the first one.
                    Interlocked.Add(ref done, await TalkAsync(host, RandomRun.Seed + Interlocked.Increment(ref connections) - 1));
                }
            })));
            return done;
        }
    }

    private static async Task<int> TalkAsync(MaliceHost host, int seed)
    {
        using var raw = await host.ConnectAsync();
        var dialogue = new FrameDialogue(raw, new Random(seed), MaxMessageBytes, MaxSymbols, MaxBadMessages);
        try
        {
            return await dialogue.RunAsync(MostCasesOfAConnection);
        }
        catch (Exception e)
        {
            throw new XunitException($"MADLAB_TEST_SEED={seed}: {e.Message} After the bytes {dialogue.LastBurst}", e);
        }
    }
}
