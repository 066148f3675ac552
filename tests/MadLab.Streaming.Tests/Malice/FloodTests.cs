using System.Text;
using System.Text.Json;
using FluentAssertions;
using MadLab.Streaming.Tests.Support;
using Xunit;

namespace MadLab.Streaming.Tests.Malice;

/// <summary>More than anybody needs: control frames, subscriptions and bad messages as fast as a client can send them.</summary>
public sealed class FloodTests
{
    private const int PolicyViolation = 1008;

    [Fact]
    public async Task Pings_WhileNotReading_DroppedAndOthersAreServed()
    {
        await using var host = await MaliceHost.StartAsync(o => o.SlowClientTimeout = TimeSpan.FromMilliseconds(500), feed: new FakeFeed().With("AAPL", 1));
        await using var other = await host.Host.ConnectAsync("?symbols=AAPL&interval=25");
        using (var raw = await host.ConnectAsync(receiveBuffer: 4096))
        {
            var flood = RawFrames.Repeat(RawFrames.Make(RawFrames.Ping, new byte[125]), 500);

            // Nothing of it is read, so the answers fill every buffer on the way and the server lets go.
            await UntilRefused(raw, flood);
        }

        host.Host.Feed.Publish("AAPL", 2);
        (await other.NextPriceAsync("AAPL")).Should().Be(1);
        (await other.NextPriceAsync("AAPL")).Should().Be(2);
        await other.DisposeAsync();
        await host.ShouldBeDeserted();
    }

    [Fact]
    public async Task Pings_ByTheThousandAndRead_AnsweredInOrder()
    {
        const int Count = 5_000;
        await using var host = await MaliceHost.StartAsync();
        using (var raw = await host.ConnectAsync())
        {
            var sending = Task.Run(async () =>
            {
                for (var i = 0; i < Count; i++)
                {
                    await raw.SendFrameAsync(RawFrames.Ping, BitConverter.GetBytes(i));
                }
            });

            // A server may answer the newest only of several, so not each, but never one that is older.
            for (var last = -1; last < Count - 1;)
            {
                var next = BitConverter.ToInt32((await raw.NextFrameAsync(RawFrames.Pong))!);
                next.Should().BeGreaterThan(last);
                last = next;
            }

            await sending;
        }

        await host.ShouldBeDeserted();
    }

    [Fact]
    public async Task Pongs_Unasked_Ignored()
    {
        await using var host = await MaliceHost.StartAsync();
        using var raw = await host.ConnectAsync();

        await raw.SendAsync(RawFrames.Repeat(RawFrames.Make(RawFrames.Pong, new byte[125]), 20_000));
        await raw.SendFrameAsync(RawFrames.Text, """{"type":"ping"}"""u8.ToArray());

        var (opcode, payload) = await raw.ReadFrameAsync();
        opcode.Should().Be(RawFrames.Text);
        Encoding.UTF8.GetString(payload).Should().Contain("heartbeat");
    }

    [Fact]
    public async Task Closes_ByTheThousand_TheFirstIsAnswered()
    {
        await using var host = await MaliceHost.StartAsync();
        using (var raw = await host.ConnectAsync())
        {
            await raw.SendFrameAsync(RawFrames.Close, RawFrames.CloseBody(3001));
            RawFrames.CodeOf(await raw.NextFrameAsync(RawFrames.Close)).Should().Be(3001);

            await UntilRefused(raw, RawFrames.Repeat(RawFrames.Make(RawFrames.Close, RawFrames.CloseBody(3002)), 1_000));
        }

        await host.ShouldBeDeserted();
    }

    [Fact]
    public async Task Subscriptions_ComeAndGoAsFastAsCanBe_StayWithinTheCaps()
    {
        const int Rounds = 300;
        await using var host = await MaliceHost.StartAsync(o =>
            (o.MaxSymbolsPerConnection, o.MaxSymbols, o.MaxBadMessagesPerMinute, o.MaxMessagesPerMinute) = (40, 60, 10_000, 0));
        var all = Enumerable.Range(0, 80).Select(i => $"S{i}").ToArray();
        await using (var first = await host.Host.ConnectAsync())
        await using (var second = await host.Host.ConnectAsync())
        {
            await Task.WhenAll(FloodAsync(first, seed: 1), FloodAsync(second, seed: 2));
        }

        await host.ShouldBeDeserted();

        async Task FloodAsync(WsClient client, int seed)
        {
            var random = new Random(seed);
            await client.NextAsync("open");
            for (var i = 0; i < Rounds; i++)
            {
                // Of two connections with 40 each only 60 fit: some are refused for want of room, which is not their fault.
                await client.SendAsync(JsonSerializer.Serialize(new { type = "subscribe", symbols = random.GetItems(all, 20) }));
                await client.SendAsync(JsonSerializer.Serialize(new { type = "unsubscribe", symbols = random.GetItems(all, 30) }));
                var answers = new[] { (await client.ReceiveAsync())!.Value, (await client.ReceiveAsync())!.Value };

                foreach (var answer in answers)
                {
                    if (answer.GetProperty("type").GetString() == "error")
                    {
                        answer.GetProperty("code").GetString().Should().BeOneOf("TOO_MANY_SYMBOLS", "UPSTREAM_UNAVAILABLE");
                    }
                    else
                    {
                        answer.GetProperty("symbols").GetArrayLength().Should().BeLessThanOrEqualTo(40);
                    }
                }

                host.Host.Status.Symbols.Should().BeLessThanOrEqualTo(60);

                // Upstreams are closed after the hub has let go of them and outside its lock: by each of the two connections, and by the sweep.
                host.Host.Feed.OpenCount.Should().BeLessThanOrEqualTo(60 + 3);
                if (answers[0].GetProperty("type").GetString() == "error" && answers[0].GetProperty("code").GetString() == "TOO_MANY_SYMBOLS")
                {
                    await client.SendAsync(JsonSerializer.Serialize(new { type = "unsubscribe", symbols = all }));
                    (await client.NextAsync("unsubscribed")).GetProperty("symbols").GetArrayLength().Should().Be(0);
                }
            }
        }
    }

    [Fact]
    public async Task Subscriptions_FasterThanTheirAnswersAreRead_ClosedAndNeverQueuedWithoutEnd()
    {
        // Slow it may be for as long as it likes here: only the answers can be what it is closed for.
        await using var host = await MaliceHost.StartAsync(o => o.SlowClientTimeout = TimeSpan.FromMinutes(5));
        using (var raw = await host.ConnectAsync(receiveBuffer: 4096))
        {
            var symbols = Enumerable.Range(0, 200).Select(i => $"S{i}");
            var subscribe = RawFrames.Repeat(RawFrames.Make(RawFrames.Text, JsonSerializer.SerializeToUtf8Bytes(new { type = "subscribe", symbols })), 10);

            // Ten questions for each answer that is read; each names all 200 symbols, so a few fill the way, and 64 more may wait.
            var (opcode, payload) = (RawFrames.Text, Array.Empty<byte>());
            try
            {
                while (opcode == RawFrames.Text)
                {
                    await raw.SendAsync(subscribe);
                    (opcode, payload) = await raw.ReadFrameAsync();
                }
            }
            catch (IOException)
            {
                (opcode, payload) = (-1, []);
            }

            // Cut without a word when this machine was too busy to read in the time a close is given.
            opcode.Should().BeOneOf(RawFrames.Close, -1);
            (RawFrames.CodeOf(payload) ?? PolicyViolation).Should().Be(PolicyViolation);
        }

        await host.ShouldBeDeserted();
    }

    [Fact]
    public async Task BadMessages_Flood_ClosedAfterTheTwentiethInAMinute()
    {
        await using var host = await MaliceHost.StartAsync();
        using (var raw = await host.ConnectAsync())
        {
            await raw.SendAsync(RawFrames.Repeat(RawFrames.Make(RawFrames.Text, "?"u8), 1_000));

            var errors = 0;
            var (opcode, payload) = await raw.ReadFrameAsync();
            for (; opcode == RawFrames.Text; (opcode, payload) = await raw.ReadFrameAsync())
            {
                Encoding.UTF8.GetString(payload).Should().Contain("BAD_MESSAGE");
                errors++;
            }

            errors.Should().Be(21);
            opcode.Should().Be(RawFrames.Close);
            RawFrames.CodeOf(payload).Should().Be(PolicyViolation);
        }

        await host.ShouldBeDeserted();
    }

    // Writes until the server has cut the connection off; RawSocket's guard ends a wait for a server that never does.
    private static async Task UntilRefused(RawSocket raw, byte[] bytes)
    {
        var send = async () =>
        {
            while (true)
            {
                await raw.SendAsync(bytes);
            }
        };
        await send.Should().ThrowAsync<IOException>();
    }
}
