using FluentAssertions;
using MadLab.TestSupport;
using PushProvider.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace PushProvider.Tests;

/// <summary>Clients that come and go while the upstream is cut off again and again; checked for exactly what must be left.</summary>
public sealed class ChurnTests(ITestOutputHelper output)
{
    private const int Clients = 6;

    // More would only test how long the pauses between connections grow.
    private const int MostCuts = 4;

    private static readonly string[] Symbols = [.. Enumerable.Range(0, 12).Select(i => $"SYM{i:00}")];
    private static readonly int Rounds = Environment.GetEnvironmentVariable("MADLAB_TEST_LONG") == "1" ? 2_000 : 60;

    [Fact]
    public async Task SubscriptionsAndCuts_InAnyOrder_EndWithWhatIsWantedAndItsNewestValue()
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("MADLAB_TEST_SEED"), out var given) ? given : Random.Shared.Next();
        output.WriteLine($"MADLAB_TEST_SEED={seed}");
        var random = new Random(seed);
        await using var upstream = await FakeUpstream.StartAsync();
        await using var app = await PushHost.StartAsync(upstream);
        var clients = new List<(QuoteSocket Socket, HashSet<string> Wanted)>();
        for (var i = 0; i < Clients; i++)
        {
            clients.Add((await QuoteSocket.ConnectAsync(app, "?interval=25"), []));
        }

        var cuts = 0;
        for (var round = 0; round < Rounds; round++)
        {
            var (socket, wanted) = clients[random.Next(Clients)];
            var symbol = Symbols[random.Next(Symbols.Length)];
            switch (random.Next(10))
            {
                case 0 when cuts < MostCuts:
                    cuts++;
                    upstream.Kill();
                    break;
                case < 4 when wanted.Remove(symbol):
                    await socket.SendAsync($$"""{"type":"unsubscribe","symbols":["{{symbol}}"]}""");
                    break;
                case < 7 when wanted.Add(symbol):
                    await socket.SendAsync($$"""{"type":"subscribe","symbols":["{{symbol}}"]}""");
                    break;
                default:
                    await upstream.PublishAsync(symbol, random.Next(1, 1_000));
                    break;
            }
        }

        string[] left = [.. clients.SelectMany(c => c.Wanted).Distinct().Order(StringComparer.Ordinal)];
        foreach (var symbol in Symbols)
        {
            await upstream.PublishAsync(symbol, 5_000);
        }

        foreach (var (socket, wanted) in clients)
        {
            var missing = wanted.ToHashSet();
            while (missing.Count > 0)
            {
                var update = await socket.UntilAsync(static m => m.GetProperty("type").GetString() == "price_update");
                var data = update.GetProperty("data");
                if (data.GetProperty("price").GetDecimal() == 5_000)
                {
                    missing.Remove(data.GetProperty("symbol").GetString()!);
                }
            }
        }

        await PushHost.UntilAsync(() => upstream.Subscribed.SequenceEqual(left));
        upstream.Open.Should().Be(left.Length == 0 ? 0 : 1, $"seed {seed}");
        foreach (var (socket, _) in clients)
        {
            socket.Dispose();
        }

        await PushHost.UntilAsync(() => upstream.Open == 0);
    }
}
