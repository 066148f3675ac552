using System.Net.WebSockets;
using System.Text;
using FluentAssertions;
using MadLab.Streaming.Tests.Support;
using Xunit;
using Xunit.Sdk;

namespace MadLab.Streaming.Tests.Malice.Fuzzing;

/// <summary>Random messages through a real WebSocket, each answer held against a second reading of the contract.</summary>
[Collection(Alone.Name)]
public sealed class MessageFuzzTests
{
    private const int MaxSymbols = 40;
    private const int MaxBadMessages = 10_000;
    private const int CasesOfAConnection = 5_000;
    private const long HeapBound = 48L << 20;

    private static readonly int Cases = RandomRun.IsLong ? 1_000_000 : 20_000;

    [Fact]
    public async Task Messages_Random_EachAnsweredAsTheContractSays()
    {
        await using var host = await MaliceHost.StartAsync(o => (o.MaxSymbolsPerConnection, o.MaxBadMessagesPerMinute, o.MaxMessagesPerMinute) = (MaxSymbols, MaxBadMessages, 0));
        await TalkAsync(host, RandomRun.Seed);
        await host.ShouldBeDeserted();
        var heap = GC.GetTotalMemory(forceFullCollection: true);

        for (var connection = 1; connection < Cases / CasesOfAConnection; connection++)
        {
            await TalkAsync(host, RandomRun.Seed + connection);
        }

        await host.ShouldBeDeserted($"MADLAB_TEST_SEED={RandomRun.Seed}");
        (GC.GetTotalMemory(forceFullCollection: true) - heap).Should().BeLessThan(HeapBound, "nothing is kept of a connection that is gone");
    }

    private static async Task TalkAsync(MaliceHost host, int seed)
    {
        var random = new Random(seed);
        var messages = new MessageGenerator(random);
        var contract = new ContractModel(MaxSymbols, MaxBadMessages);
        var burst = new List<(byte[] Message, bool IsText)>();
        await using var client = await host.Host.ConnectAsync();
        await client.NextAsync("open");
        try
        {
            for (var done = 0; done < CasesOfAConnection; done += burst.Count)
            {
                burst.Clear();
                List<string> expected = [];
                for (var left = random.Next(1, 40); left > 0; left--)
                {
                    // A socket does not send as text what is none; as binary it may be anything.
                    var message = messages.Next();
                    var isText = Encoding.UTF8.GetString(message) is var text && Encoding.UTF8.GetBytes(text).AsSpan().SequenceEqual(message) && random.Next(50) > 0;
                    burst.Add((message, isText));
                    if (contract.Take(isText, message) is { } answer)
                    {
                        expected.Add(answer);
                    }
                }

                foreach (var (message, isText) in burst)
                {
                    await client.Socket.SendAsync(message, isText ? WebSocketMessageType.Text : WebSocketMessageType.Binary, true, CancellationToken.None);
                }

                for (var i = 0; i < expected.Count; i++)
                {
                    ContractModel.Shape((await client.ReceiveAsync())!.Value).Should().Be(expected[i]);
                }
            }

            // Nothing was answered twice: what comes next answers this.
            await client.SendAsync("""{"type":"unsubscribe","symbols":["TSLA"]}""");
            ContractModel.Shape((await client.ReceiveAsync())!.Value).Should().Be(contract.Take(true, """{"type":"unsubscribe","symbols":["TSLA"]}"""u8.ToArray()));
        }
        catch (Exception e)
        {
            var sent = string.Join("\n", burst.Select(case_ => Encoding.UTF8.GetString(case_.Message)));
            throw new XunitException($"MADLAB_TEST_SEED={seed}: {e.Message} After the messages\n{sent}", e);
        }
    }
}
