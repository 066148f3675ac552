using FluentAssertions;
using MadLab.Streaming.Flushing;
using MadLab.Streaming.Tests.Support;
using MadLab.Streaming.Transports.WebSocket;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace MadLab.Streaming.Tests.Flushing;

/// <summary>Connections share an interval out among themselves, and do so again after the loop was kept from running.</summary>
public sealed class PhaseTests
{
    private const int IntervalSlots = 10;

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(43)]
    public void Loop_ComesLate_ConnectionsGoBackToTheirOwnTurns(int lateSlots)
    {
        using var bench = new HubBench();
        bench.Feed.With("A", 1);
        var loops = Math.Clamp(Environment.ProcessorCount, 1, 64);
        var turns = new List<long>[loops * IntervalSlots];
        var sockets = new List<FakeSocket>();
        for (var i = 0; i < turns.Length; i++)
        {
            var mine = turns[i] = [];
            var socket = new FakeSocket { OnSent = message => Note(message, mine, bench) };
            sockets.Add(socket);
            _ = new WebSocketConnection(
                bench.Runtime, socket, socket, new DefaultHttpContext(), FlushClock.SlotLength * IntervalSlots, false, null, null).RunAsync([Symbol.Parse("A")], null);
        }

        Play(bench, 8 * IntervalSlots);
        var before = turns.Select(t => t[^1] % IntervalSlots).ToList();
        before.GroupBy(t => t).Select(g => g.Count()).Should().Equal(Enumerable.Repeat(loops, IntervalSlots), "they came at once, and each loop gave each of its slots to one");
        Array.ForEach(turns, static t => t.RemoveRange(0, t.Count - 1));

        bench.Time.Advance(FlushClock.SlotLength * lateSlots);
        Play(bench, 8 * IntervalSlots);

        turns.Select(t => t[^1] % IntervalSlots).Should().Equal(before);
        foreach (var mine in turns)
        {
            var gaps = mine.Zip(mine.Skip(1), (a, b) => b - a).ToList();
            gaps.Should().OnlyContain(gap => gap >= IntervalSlots - 2, "a turn may be late by 50 ms, which the next does not wait for");
            gaps.Should().OnlyContain(gap => gap <= IntervalSlots + (IntervalSlots / 4) + lateSlots + 2);
        }

        sockets.ForEach(s => s.Dispose());
    }

    private static void Note(System.Text.Json.JsonElement message, List<long> turns, HubBench bench)
    {
        if (message.GetProperty("type").GetString() == "price_update")
        {
            turns.Add(bench.Loops.Clock.Slot);
        }
    }

    private static void Play(HubBench bench, int slots)
    {
        for (var i = 0; i < slots; i++)
        {
            bench.Feed.Publish("A", 2 + bench.Loops.Clock.Slot);
            bench.Tick(1);
        }
    }
}
