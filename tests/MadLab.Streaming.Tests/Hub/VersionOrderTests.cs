using FluentAssertions;
using MadLab.Streaming.Hub;
using MadLab.Streaming.Tests.Support;
using MadLab.Streaming.Transports.Polling;
using Xunit;

namespace MadLab.Streaming.Tests.Hub;

/// <summary>Resuming rests on one promise: what is not newer than the cursor has been given out.</summary>
public sealed class VersionOrderTests
{
    [Fact]
    public async Task Collect_WhilePublishersRace_NothingMissedNothingTwice()
    {
        const int Publishers = 4;
        const int Rounds = 20_000;
        using var bench = new HubBench();
        var cells = Enumerable.Range(0, Publishers).Select(i => bench.Hub.Acquire(Symbol.Parse($"S{i}"))!).ToList();
        var publishing = Task.WhenAll(Enumerable.Range(0, Publishers).Select(i => Task.Run(() =>
        {
            for (var price = 1; price <= Rounds; price++)
            {
                bench.Feed.Publish($"S{i}", price);
            }
        })));
        var newest = new long[Publishers];
        var since = 0L;
        bool done;
        do
        {
            done = publishing.IsCompleted;
            var answer = new PollAnswer(bench.Hub, TimeSpan.FromSeconds(1));
            answer.Collect(cells, since);
            foreach (var value in answer.Values)
            {
                value.Seq.Should().BeInRange(since + 1, answer.Cursor);
                var at = int.Parse(value.Quote.Symbol.Value[1..], System.Globalization.CultureInfo.InvariantCulture);
                value.Seq.Should().BeGreaterThan(newest[at]);
                newest[at] = value.Seq;
            }

            since = answer.Cursor;
        }
        while (!done);

        await publishing;
        newest.Should().Equal(cells.Select(c => c.Current!.Seq), "the last look came after the last quote");
        since.Should().Be(Publishers * Rounds);
    }
}
