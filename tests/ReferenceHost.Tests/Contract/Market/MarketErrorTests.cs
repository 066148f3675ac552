using System.Net;
using FluentAssertions;
using ReferenceHost.Tests.Contract.Support;
using Xunit;

namespace ReferenceHost.Tests.Contract.Market;

/// <summary>Every refusal of <c>/market</c>, by status and code.</summary>
[Collection(SyntheticHostGroup.Name)]
public sealed class MarketErrorTests(SyntheticHost host)
{
    [Theory]
    [InlineData("", HttpStatusCode.BadRequest, "MISSING_SYMBOL")]
    [InlineData("symbol=", HttpStatusCode.BadRequest, "MISSING_SYMBOL")]
    [InlineData("symbol=%20%20", HttpStatusCode.BadRequest, "MISSING_SYMBOL")]
    [InlineData("symbols=,,,", HttpStatusCode.BadRequest, "MISSING_SYMBOL")]
    [InlineData("type=correlation", HttpStatusCode.BadRequest, "MISSING_SYMBOL")]
    [InlineData("symbol=AAPL&type=nonsense", HttpStatusCode.BadRequest, "UNKNOWN_TYPE")]
    [InlineData("symbol=AAPL&range=7M", HttpStatusCode.BadRequest, "INVALID_RANGE")]
    [InlineData("symbol=AAPL&range=1%20Y", HttpStatusCode.BadRequest, "INVALID_RANGE")]
    [InlineData("type=correlation&symbols=AAPL,MSFT&period=9Y", HttpStatusCode.BadRequest, "INVALID_RANGE")]
    [InlineData("symbol=AAPL&provider=nobody", HttpStatusCode.BadRequest, "UNKNOWN_PROVIDER")]
    [InlineData("symbol=AAPL&asOf=tomorrow", HttpStatusCode.BadRequest, "INVALID_AS_OF")]
    [InlineData("symbol=AAPL&asOf=2999-01-01", HttpStatusCode.BadRequest, "INVALID_AS_OF")]
    [InlineData("symbol=AAPL&asOf=2020-02-30", HttpStatusCode.BadRequest, "INVALID_AS_OF")]
    [InlineData("symbol=AAPL&type=vol&asOf=2014-06-06", HttpStatusCode.NotImplemented, "NOT_SUPPORTED")]
    [InlineData("symbol=AAPL&asOf=2014-06-06T20:00:00Z", HttpStatusCode.BadRequest, "INVALID_AS_OF")]
    [InlineData("symbol=AAPL&type=info&asOf=2014-06-06", HttpStatusCode.NotImplemented, "NOT_SUPPORTED")]
    [InlineData("symbol=AAPL&interval=7m", HttpStatusCode.BadRequest, "INVALID_INTERVAL")]
    [InlineData("symbol=AAPL&interval=1m&range=1Y", HttpStatusCode.BadRequest, "INVALID_RANGE")]
    [InlineData("symbol=AAPL&from=2020-02-30", HttpStatusCode.BadRequest, "INVALID_FROM_TO")]
    [InlineData("symbol=AAPL&from=2020-03-02&to=2020-03-01", HttpStatusCode.BadRequest, "INVALID_FROM_TO")]
    [InlineData("symbol=AAPL&format=xml", HttpStatusCode.BadRequest, "INVALID_FORMAT")]
    [InlineData("symbols=AAPL,MSFT&format=csv", HttpStatusCode.NotImplemented, "NOT_SUPPORTED")]
    [InlineData("symbol=AAPL&type=kpis&format=csv", HttpStatusCode.NotImplemented, "NOT_SUPPORTED")]
    [InlineData("symbol=!!", HttpStatusCode.BadRequest, "INVALID_SYMBOL")]
    [InlineData("symbols=AAPL,!!,MSFT", HttpStatusCode.BadRequest, "INVALID_SYMBOL")]
    [InlineData("symbols=!!&symbol=AAPL", HttpStatusCode.BadRequest, "INVALID_SYMBOL")]
    public async Task Get_WrongQuery_IsRefusedWithItsCode(string query, HttpStatusCode status, string code) =>
        (await host.Client.AskAsync($"/api/market?{query}")).ShouldBeProblem(status, code, query);

    [Fact]
    public async Task Get_InvalidSymbol_IsNamed() =>
        (await host.Client.AskAsync("/api/market?symbols=AAPL,NO!PE,MSFT")).ShouldBeProblem(HttpStatusCode.BadRequest, "INVALID_SYMBOL")
            .GetProperty("error").GetString().Should().Contain("NO!PE");

    [Fact]
    public async Task Get_FiftySymbols_AreServedAndOneMoreIsNot()
    {
        var fifty = string.Join(',', Enumerable.Range(0, 50).Select(i => $"S{i}"));

        (await host.Client.AskAsync($"/api/market?symbols={fifty},S7,s8&type=kpis")).ShouldBeJson().EnumerateObject().Should().HaveCount(50);
        (await host.Client.AskAsync($"/api/market?symbols={fifty},S50&type=kpis")).ShouldBeProblem(HttpStatusCode.BadRequest, "TOO_MANY_SYMBOLS");
        (await host.Client.AskAsync($"/api/market?symbols={fifty},S50&type=correlation")).ShouldBeProblem(HttpStatusCode.BadRequest, "TOO_MANY_SYMBOLS");
    }

    [Theory]
    [InlineData("""{}""", "MISSING_SYMBOL", "Symbols array is required")]
    [InlineData("""{"symbols":"AAPL"}""", "MISSING_SYMBOL", "Symbols array is required")]
    [InlineData("""{"symbols":null}""", "MISSING_SYMBOL", "Symbols array is required")]
    [InlineData("""{"symbols":["AAPL","!!"]}""", "INVALID_SYMBOL", "One or more symbols are invalid")]
    [InlineData("""{"symbols":["AAPL",5]}""", "INVALID_SYMBOL", "One or more symbols are invalid")]
    [InlineData("""{"symbols":[null]}""", "INVALID_SYMBOL", "One or more symbols are invalid")]
    [InlineData("""{"symbols":[""]}""", "INVALID_SYMBOL", "One or more symbols are invalid")]
    [InlineData("""{"symbols":["AAPL"],"type":"nonsense"}""", "UNKNOWN_TYPE", "nonsense")]
    [InlineData("""{"symbols":["AAPL"],"range":"7M"}""", "INVALID_RANGE", "7M")]
    public async Task Post_WrongBody_IsRefusedWithItsCode(string body, string code, string error) =>
        (await host.Client.PostJsonAsync("/api/market", body)).ShouldBeProblem(HttpStatusCode.BadRequest, code, body)
            .GetProperty("error").GetString().Should().Contain(error);

    [Fact]
    public async Task Post_HundredSymbols_AreServedAndOneMoreIsNot()
    {
        var hundred = Enumerable.Range(0, 100).Select(i => $"S{i}").ToList();

        (await host.Client.PostJsonAsync("/api/market", new { symbols = hundred, type = "kpis" })).ShouldBeJson()
            .GetProperty("results").EnumerateObject().Should().HaveCount(100);
        (await host.Client.PostJsonAsync("/api/market", new { symbols = hundred.Append("ONEMORE") })).ShouldBeProblem(HttpStatusCode.BadRequest, "TOO_MANY_SYMBOLS");
    }

    [Fact]
    public async Task Search_QueryMissingOrTooLong_IsRefused()
    {
        (await host.Client.AskAsync("/api/market/search")).Status.Should().Be(HttpStatusCode.BadRequest);
        (await host.Client.AskAsync($"/api/market/search?q={new string('a', 1000)}")).Status.Should().Be(HttpStatusCode.BadRequest);
    }
}
