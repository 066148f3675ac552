using FluentAssertions;
using MadLab.Market.Feeds;
using MadLab.Market.Tests.Feeds.Support;
using Xunit;

namespace MadLab.Market.Tests.Feeds;

public sealed class QuoteOrderTests
{
    private static readonly DateTimeOffset Start = new(2024, 1, 2, 15, 0, 0, TimeSpan.Zero);

    private readonly QuoteOrder _order = new(known: null);

    [Fact]
    public void Judge_FirstQuote_IsNewUnlessItWasKnown()
    {
        _order.Judge(At(0), Start).Should().Be(QuoteNews.New);
        new QuoteOrder(At(0)).Judge(At(0), Start).Should().Be(QuoteNews.Nothing);
        new QuoteOrder(At(0)).Judge(At(-900), Start).Should().Be(QuoteNews.New, "another provider may lag behind the one before it");
    }

    [Fact]
    public void Judge_SameMomentOtherPrice_IsNew()
    {
        _order.Judge(At(0), Start);

        _order.Judge(At(0) with { Price = 2 }, Start).Should().Be(QuoteNews.New);
        _order.Judge(At(0) with { Price = 2 }, Start).Should().Be(QuoteNews.Nothing);
    }

    [Theory]
    [InlineData(-10, false)]
    [InlineData(-11, true)]
    public void Judge_OlderQuote_IsDisorderUpToTenSeconds(int seconds, bool backwards)
    {
        _order.Judge(At(0), Start);

        _order.Judge(At(seconds), Start).Should().Be(backwards ? QuoteNews.Backwards : QuoteNews.Nothing);
        _order.Newest.Should().Be(At(0));
    }

    [Fact]
    public void Judge_HostsClockWasSetBack_FollowsIt()
    {
        _order.Judge(At(0), Start);

        _order.Judge(At(-3600), Start.AddHours(-1)).Should().Be(QuoteNews.New);
        _order.Judge(At(-3599), Start.AddHours(-1)).Should().Be(QuoteNews.New);
    }

    private static Quote At(int seconds) => ScriptedPolls.Of(Symbol.Parse("AAPL"), 1) with { Timestamp = Start.AddSeconds(seconds) };
}
