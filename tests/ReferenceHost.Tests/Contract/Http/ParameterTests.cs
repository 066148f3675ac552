using System.Net;
using FluentAssertions;
using ReferenceHost.Tests.Contract.Support;
using Xunit;

namespace ReferenceHost.Tests.Contract.Http;

/// <summary>Queries: what is unknown, repeated, of another case.</summary>
[Collection(SyntheticHostGroup.Name)]
public sealed class ParameterTests(SyntheticHost host)
{
    [Theory]
    [InlineData("/api/market?symbol=AAPL&range=1M&nonsense=1&_=1700000000&symbol[]=x")]
    [InlineData("/api/market/providers?x=y")]
    [InlineData("/api/market/search?q=app&limit=-5")]
    [InlineData("/api/health?verbose")]
    [InlineData("/api/config?x")]
    [InlineData("/api/metrics?format=unheard-of")]
    [InlineData("/api/templates?x=1")]
    [InlineData("/api/workspaces?x=1")]
    [InlineData("/api/preferences?x=1")]
    [InlineData("/api/stream/poll?symbols=AAPL&x=1")]
    public async Task Query_UnknownParameters_AreIgnored(string path) => (await host.Client.AskAsync(path)).ShouldBeJson(path);

    [Fact]
    public async Task Query_RepeatedParameter_IsJoinedByCommas()
    {
        var batch = (await host.Client.AskAsync("/api/market?symbols=AAPL&symbols=MSFT,IBM&type=kpis")).ShouldBeJson();
        batch.EnumerateObject().Select(p => p.Name).Should().Equal("AAPL", "MSFT", "IBM");
        var matrix = (await host.Client.AskAsync("/api/market?type=correlation&symbols=AAPL&symbols=MSFT")).ShouldBeJson();
        matrix.GetProperty("symbols").GetArrayLength().Should().Be(2);
        var poll = (await host.Client.AskAsync("/api/stream/poll?symbols=AAPL&symbols=MSFT")).ShouldBeJson();
        poll.GetProperty("updates").EnumerateArray().Select(u => u.GetProperty("symbol").GetString()).Should().BeEquivalentTo("AAPL", "MSFT");

        // "AAPL,MSFT" is not one symbol, and "1Y,1Y" not a range.
        (await host.Client.AskAsync("/api/market?symbol=AAPL&symbol=MSFT")).ShouldBeProblem(HttpStatusCode.BadRequest, "INVALID_SYMBOL");
        (await host.Client.AskAsync("/api/market?symbol=AAPL&range=1Y&range=1Y")).ShouldBeProblem(HttpStatusCode.BadRequest, "INVALID_RANGE");
    }

    [Fact]
    public async Task Query_SymbolsOfAnyCaseAndSpacing_AreTheSame()
    {
        var batch = (await host.Client.AskAsync("/api/market?symbols=%20aapl%20,AAPL,,%20msft,MSFT%20&type=kpis")).ShouldBeJson();

        batch.EnumerateObject().Select(p => p.Name).Should().Equal("AAPL", "MSFT");
        batch.GetProperty("AAPL").GetProperty("symbol").GetString().Should().Be("AAPL");
    }

    [Theory]
    [InlineData("BRK.B")]
    [InlineData("M&M.NS")]
    [InlineData("BTC-USD")]
    [InlineData("BTC/USDT")]
    [InlineData("^GSPC")]
    [InlineData("ES=F")]
    [InlineData("/ES")]
    [InlineData("NASDAQ:AAPL")]
    [InlineData("AAPL  140621C00650000")]
    [InlineData("A")]
    [InlineData("$A#@_B")]
    [InlineData("ABCDEFGHIJKLMNOPQRSTUVWXYZ012345")]
    public async Task Query_SymbolOfTheContract_IsServed(string symbol)
    {
        var kpis = (await host.Client.AskAsync($"/api/market?type=kpis&symbol={Uri.EscapeDataString(symbol.ToLowerInvariant())}")).ShouldBeJson();

        kpis.GetProperty("symbol").GetString().Should().Be(symbol);
    }

    [Theory]
    [InlineData("AA..PL")]
    [InlineData("A//B")]
    [InlineData("../../etc/passwd")]
    [InlineData("...")]
    [InlineData("---")]
    [InlineData("A,B")]
    [InlineData("A\0B")]
    [InlineData("A\nB")]
    [InlineData("A\tB")]
    [InlineData("AÄ")]
    [InlineData("<script>")]
    [InlineData("A'B")]
    [InlineData("A%B")]
    [InlineData("A\\B")]
    [InlineData("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456")]
    public async Task Query_NoSymbolOfTheContract_IsInvalidAndNamed(string symbol)
    {
        var escaped = Uri.EscapeDataString(symbol);

        var single = (await host.Client.AskAsync($"/api/market?symbol={escaped}")).ShouldBeProblem(HttpStatusCode.BadRequest, "INVALID_SYMBOL");
        (await host.Client.PostJsonAsync("/api/market", new { symbols = new[] { "AAPL", symbol } })).ShouldBeProblem(HttpStatusCode.BadRequest, "INVALID_SYMBOL")
            .GetProperty("error").GetString().Should().StartWith("One or more symbols are invalid");

        var shown = symbol.Split('\0', '\n', '\t')[0];
        single.GetProperty("error").GetString().Should().Contain(shown[..Math.Min(30, shown.Length)]);
    }

    [Theory]
    [InlineData("1d")]
    [InlineData("5D")]
    [InlineData("1m")]
    [InlineData("3M")]
    [InlineData("6m")]
    [InlineData("1y")]
    [InlineData("2Y")]
    [InlineData("5y")]
    [InlineData("max")]
    public async Task Query_RangeOfAnyCase_IsServed(string range)
    {
        var bars = (await host.Client.AskAsync($"/api/market?symbol=AAPL&range={range}")).ShouldBeJson().EnumerateArray().ToList();

        bars.Should().NotBeEmpty();
        bars.Select(Series.DateOf).Should().BeInAscendingOrder().And.OnlyHaveUniqueItems();
        bars.Should().OnlyContain(b => IsSane(b));
    }

    private static bool IsSane(System.Text.Json.JsonElement bar)
    {
        var (open, high, low, close) = (bar.GetProperty("open").GetDecimal(), bar.GetProperty("high").GetDecimal(), bar.GetProperty("low").GetDecimal(), bar.GetProperty("close").GetDecimal());
        return low <= Math.Min(open, close) && Math.Max(open, close) <= high && bar.GetProperty("volume").GetDecimal() >= 0;
    }
}
