using System.Globalization;
using System.Text;
using FluentAssertions;
using FsCheck;
using FsCheck.Fluent;
using MadLab.Providers.Lean.Bars;
using MadLab.Providers.Lean.Calendars;
using MadLab.Providers.Lean.Files;
using MadLab.Providers.Lean.Replay;
using Xunit;

namespace MadLab.Providers.Lean.Tests;

public sealed class LeanInternalsTests : LeanTestBase
{
    [Fact]
    public void TryNumber_AnyDecimal_IsReadAsItIsWritten() => Check(
        Prop.ForAll(Decimals(), value =>
        {
            var text = Encoding.UTF8.GetBytes(value.ToString(CultureInfo.InvariantCulture));
            CsvNumbers.TryNumber(text, 0, out var read).Should().BeTrue();
            read.Should().Be(value);
            CsvNumbers.TryNumber(text, 4, out var shifted).Should().BeTrue();
            shifted.Should().BeApproximately(value / 10_000, 1e-24m);
        }), 5_000);

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData(".")]
    [InlineData("1.2.3")]
    [InlineData("1x")]
    [InlineData(" 1")]
    [InlineData("NaN")]
    [InlineData("99999999999999999999999999999999")]
    public void TryNumber_AnythingElse_IsRefused(string text) =>
        CsvNumbers.TryNumber(Encoding.UTF8.GetBytes(text), 0, out _).Should().BeFalse();

    [Fact]
    public void Round_AnyPrices_KeepsTheirOrderAndSixDigits() => Check(
        Prop.ForAll(Decimals(), Decimals(), (a, b) =>
        {
            var (low, high) = (Math.Abs(a), Math.Abs(b));
            (low, high) = low < high ? (low, high) : (high, low);
            BarAdjuster.Round(low).Should().BeLessThanOrEqualTo(BarAdjuster.Round(high));
            if (low > 0.0000000001m)
            {
                (Math.Abs((BarAdjuster.Round(low) / low) - 1) < 0.00001m).Should().BeTrue("{0} keeps six digits", low);
            }
        }), 5_000);

    [Fact]
    public void ReplayClock_AnyMoment_GoesOnAndMeetsTheCloseOfEveryRound() => Check(
        Prop.ForAll(
            Arb.From(Gen.Choose(-3000, 6000).Select(e => Math.Pow(10, e / 1000.0))),
            Arb.From(Gen.Choose(0, int.MaxValue).Select(t => TimeSpan.FromTicks(t * 1000L))),
            (speed, moment) =>
            {
                var clock = new ReplayClock(TimeSpan.FromHours(6.5), speed);
                var close = clock.CloseOf(moment);
                var at = moment;
                for (var i = 0; i < 60; i++)
                {
                    var next = clock.Next(at);
                    next.Should().BeGreaterThan(at).And.BeLessThanOrEqualTo(at + TimeSpan.FromMilliseconds(200));
                    (at < close && next > close).Should().BeFalse("the close is a moment of its own");
                    (clock.OffsetAt(next) is null).Should().Be(next >= clock.CloseOf(next));
                    at = next;
                }
            }), 500);

    [Fact]
    public void ParsedFiles_MoreThanItsLimit_HoldsTheNewestUsed()
    {
        var parsed = new List<string>();
        var files = new ParsedFiles<string>(new DataFolder(Folder.Path), 2, (_, file) =>
        {
            parsed.Add(file);
            return file;
        });
        const string daily = "equity/usa/daily";

        foreach (var name in new[] { "acme", "beta", "acme", "gama", "acme", "beta" })
        {
            files.Get(daily, $"{name}.zip").Should().Be($"{daily}/{name}.zip");
            files.Count.Should().BeLessThanOrEqualTo(2);
        }

        parsed.Should().Equal($"{daily}/acme.zip", $"{daily}/beta.zip", $"{daily}/gama.zip", $"{daily}/beta.zip");
        files.Get(daily, "none.zip").Should().BeNull();
    }

    [Theory]
    [InlineData(997)]
    [InlineData(8192)]
    [InlineData(100_000)]
    public void MarketHours_HoweverTheStreamComes_FindsTheWantedEntriesAlone(int chunk)
    {
        var json = new StringBuilder("// a comment\n{ \"version\": [1, {\"entries\": 2}], \"entries\": {");
        for (var i = 0; i < 50; i++)
        {
            json.Append(CultureInfo.InvariantCulture, $"\"Other-{i}\": {{ \"nested\": {{ \"Equity-usa-[*]\": {{}} }}, \"text\": \"{new string('x', 5_000)}\" }},");
        }

        json.Append("""
            "Equity-usa-[*]": {
              "dataTimeZone": "UTC", "exchangeTimeZone": "America/New_York",
              "monday": [{"start":"09:30:00","end":"12:00:00","state":"market"}, {"start":"13:00:00","end":"1.00:00:00","state":"market"}],
              "earlyCloses": {"7/3/2024": "11:00:00"}, "lateOpens": {"7/8/2024": "10:00:00"}
            },
            "Large": "
            """.TrimEnd()).Append('y', 200_000).Append("\" } }");
        using var stream = new ChunkedStream(Encoding.UTF8.GetBytes(json.ToString()), chunk);

        var found = MarketHoursReader.Read(stream, "hours.json", ["Equity-usa-[*]", "Missing"]);

        var hours = found.Should().ContainSingle().Which.Value;
        hours.DataZone.Should().Be("UTC");
        hours.Week[(int)DayOfWeek.Monday].Should().Be((new TimeSpan(9, 30, 0), TimeSpan.FromDays(1)));
        hours.Week[(int)DayOfWeek.Sunday].Should().BeNull();
        hours.EarlyCloses.Should().Contain(new DateOnly(2024, 7, 3), new TimeSpan(11, 0, 0));
        hours.LateOpens.Should().Contain(new DateOnly(2024, 7, 8), new TimeSpan(10, 0, 0));
    }

    [Fact]
    public void SessionOf_OpensLate_BeginsThen()
    {
        var calendar = new MarketCalendar(new MarketHours
        {
            DataZone = "UTC",
            ExchangeZone = "America/New_York",
            Week = [null, (new TimeSpan(9, 30, 0), new TimeSpan(16, 0, 0)), null, null, null, null, null],
            LateOpens = new Dictionary<DateOnly, TimeSpan> { [new DateOnly(2024, 7, 8)] = new(10, 0, 0) },
        });

        calendar.SessionOf(new DateOnly(2024, 7, 8)).Open.Should().Be(new DateTimeOffset(2024, 7, 8, 14, 0, 0, TimeSpan.Zero));
        calendar.SessionOf(new DateOnly(2024, 7, 9)).Length.Should().Be(TimeSpan.FromHours(6.5), "a day with data had a session, whatever the calendar says");
    }

    private static Arbitrary<decimal> Decimals() => Arb.From(
        from digits in Gen.Choose(-int.MaxValue, int.MaxValue)
        from more in Gen.Choose(0, 99_999)
        from scale in Gen.Choose(0, 12)
        select (digits * 100_000m + more) / (decimal)Math.Pow(10, scale));

    private sealed class ChunkedStream(byte[] bytes, int chunk) : MemoryStream(bytes)
    {
        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, chunk));
    }
}
