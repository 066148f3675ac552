using System.Globalization;
using System.Text.Json;
using FluentAssertions;
using MadLab.Market.Calendars;
using MadLab.Market.Tests.Analytics;
using MadLab.TestSupport;
using Xunit;

namespace MadLab.Market.Tests.Calendars;

/// <summary>The rules against the lists of the market hours database, 2000 to 2028.</summary>
public sealed class TradingCalendarLeanTests
{
    private static readonly DateOnly From = new(2000, 1, 1);
    private static readonly DateOnly To = new(2028, 12, 31);

    [LeanDataFact]
    public void IsSession_EveryWeekday_AgreesWithTheListedHolidays()
    {
        using var database = Open();
        var listed = Entry(database).GetProperty("holidays").EnumerateArray().Select(day => Day(day.GetString()!)).Where(InRange).Order();

        Weekdays().Where(day => !TradingCalendar.UsEquity.IsSession(day)).Should().Equal(listed);
    }

    [LeanDataFact]
    public void ClosesEarly_EveryWeekday_AgreesWithTheListedEarlyCloses()
    {
        using var database = Open();
        var listed = Entry(database).GetProperty("earlyCloses").EnumerateObject().Select(day => Day(day.Name)).Where(InRange).Order();

        Weekdays().Where(TradingCalendar.UsEquity.ClosesEarly).Should().Equal(listed);
    }

    [LeanDataTheory]
    [InlineData("aapl")]
    [InlineData("spy")]
    [InlineData("ibm")]
    public void IsSession_EveryDayOfTwentyThreeYears_AgreesWithTheBarsThereAre(string ticker)
    {
        var traded = LeanFiles.Daily(ticker).Bars.Select(b => DateOnly.FromDateTime(b.Time.Date)).ToList();

        traded.Should().HaveCount(5_849);
        Enumerable.Range(traded[0].DayNumber, traded[^1].DayNumber - traded[0].DayNumber + 1)
            .Select(DateOnly.FromDayNumber)
            .Where(TradingCalendar.UsEquity.IsSession)
            .Should().Equal(traded);
    }

    private static JsonDocument Open() =>
        JsonDocument.Parse(File.ReadAllBytes(Path.Combine(LeanData.Folder!, "market-hours", "market-hours-database.json")));

    private static JsonElement Entry(JsonDocument database) => database.RootElement.GetProperty("entries").GetProperty("Equity-usa-[*]");

    private static DateOnly Day(string text) => DateOnly.Parse(text, CultureInfo.InvariantCulture);

    private static bool InRange(DateOnly day) => day >= From && day <= To && Weekday(day); // it lists a Sunday, too

    private static bool Weekday(DateOnly day) => day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday);

    private static IEnumerable<DateOnly> Weekdays() =>
        Enumerable.Range(From.DayNumber, To.DayNumber - From.DayNumber + 1).Select(DateOnly.FromDayNumber).Where(Weekday);
}
