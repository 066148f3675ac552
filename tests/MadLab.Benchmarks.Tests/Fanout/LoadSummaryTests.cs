using FluentAssertions;
using MadLab.Benchmarks.Fanout;
using MadLab.Benchmarks.Shared;
using Xunit;

namespace MadLab.Benchmarks.Tests.Fanout;

public sealed class LoadSummaryTests
{
    [Fact]
    public void Of_SeveralRounds_DividesWithinARound()
    {
        var summaries = LoadSummary.Of(
        [
            Result(Peer.Bare, 1, 1), Result(Peer.MadLab, 1, 2), Result(Peer.SignalR, 1, 4),
            Result(Peer.Bare, 2, 10), Result(Peer.MadLab, 2, 11), Result(Peer.SignalR, 2, 44),
            Result(Peer.Bare, 3, 2), Result(Peer.MadLab, 3, 3), Result(Peer.SignalR, 3, 5),
        ]);

        var madlab = summaries.Single(s => s.Peer == Peer.MadLab);
        madlab.ToFloor.Should().Be(new Spread(1.5, 1.1, 2));
        madlab.ToSignalR.Should().Be(new Spread(0.5, 0.25, 0.6));
        summaries.Single(s => s.Peer == Peer.Bare).ToFloor.Should().BeNull();
    }

    [Fact]
    public void Percentiles_OfAHundredValues_AreTheNearestRank()
    {
        Percentiles.Of([.. Enumerable.Range(1, 100).Reverse().Select(i => (double)i)]).Should().Be(new Percentiles(100, 50, 95, 99, 100));
        Percentiles.Of([]).Should().Be(new Percentiles(0, 0, 0, 0, 0));
    }

    private static LoadResult Result(string peer, int round, double microseconds) =>
        new(peer, round, 1, 1, 1, microseconds, 1, 0, 1, 1, 0, Percentiles.Of([]), Percentiles.Of([]));
}
