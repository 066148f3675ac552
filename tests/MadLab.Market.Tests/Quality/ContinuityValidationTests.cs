using FluentAssertions;
using MadLab.Market.Quality;
using MadLab.Testing;
using Xunit;

namespace MadLab.Market.Tests.Quality;

public sealed class ContinuityValidationTests
{
    private static readonly DateOnly First = new(2020, 1, 1);

    public static TheoryData<string, PriceSeries, PriceSeries, bool> Answers()
    {
        var whole = Daily(First, 1000);
        return new()
        {
            { "the same again", whole, whole, true },
            { "a day further", whole, Daily(First.AddDays(1), 1000), true },
            { "a month further", whole, Daily(First.AddDays(30), 1000), true },
            { "a longer history", whole, Daily(First.AddYears(-5), 2500), true },
            { "a few bars corrected away", whole, Part(whole, 0, 990) with { Bars = [.. whole.Bars.Take(500), .. whole.Bars.Skip(510)] }, true },
            { "the newest page", whole, Part(whole, 900, 100), false },
            { "the oldest page", whole, Part(whole, 0, 100), false },
            { "older data", whole, Daily(First.AddDays(-30), 1000), false },
            { "the running bar gone", whole with { Bars = [.. whole.Bars.Take(999), whole.Bars[^1] with { IsFinal = false }] }, Part(whole, 0, 999), true },
            { "the next session of minutes", Minutes(new(2024, 1, 2), 390), Minutes(new(2024, 1, 3), 5), true },
            { "daily in place of minutes", Minutes(new(2024, 1, 2), 390), Daily(new(2023, 12, 20), 3), true },
        };
    }

    [Theory]
    [MemberData(nameof(Answers))]
    public void Check_AnswerAfterAnswer_RefusesWhatLostSomething(string why, PriceSeries known, PriceSeries series, bool passes)
    {
        var check = () => ContinuityValidation.Check(known, series);

        if (passes)
        {
            check.Should().NotThrow(why);
        }
        else
        {
            check.Should().Throw<MarketDataException>(why).Where(e => e.Kind == MarketErrorKind.Malformed);
        }
    }

    private static PriceSeries Daily(DateOnly first, int bars) => FakeProvider.Daily("TEST", first, [.. Enumerable.Repeat(10m, bars)]);

    private static PriceSeries Part(PriceSeries series, int skip, int take) => series with { Bars = [.. series.Bars.Skip(skip).Take(take)] };

    private static PriceSeries Minutes(DateOnly day, int bars) => Daily(day, 1) with
    {
        Interval = BarInterval.OneMinute,
        Bars = [.. Enumerable.Range(0, bars).Select(i => new Bar { Time = new DateTimeOffset(day, new TimeOnly(14, 30), TimeSpan.Zero).AddMinutes(i), Open = 1, High = 1, Low = 1, Close = 1 })],
    };
}
