using System.IO.Compression;
using System.Net;
using System.Text.Json;
using FluentAssertions;
using ReferenceHost.Tests.Contract.Support;
using Xunit;

namespace ReferenceHost.Tests.Contract.Market;

/// <summary>The shapes of <c>/market</c>, on the synthetic provider of a first run.</summary>
[Collection(SyntheticHostGroup.Name)]
public sealed class MarketAnswerTests(SyntheticHost host)
{
    [Fact]
    public async Task Get_Prices_AreDailySessionsAtMidnightByDefault()
    {
        var bars = (await host.Client.AskAsync("/api/market?symbol=AAPL")).ShouldBeJson().EnumerateArray().ToList();

        bars.Should().HaveCountGreaterThan(115).And.HaveCountLessThan(135, "six months is the default range");
        bars.Should().OnlyContain(b => b.GetProperty("date").GetString()!.EndsWith("T00:00:00Z", StringComparison.Ordinal));
        bars.Select(Series.DateOf).Should().BeInAscendingOrder().And.OnlyHaveUniqueItems();
        bars.Should().OnlyContain(b => Series.DateOf(b).DayOfWeek != DayOfWeek.Saturday && Series.DateOf(b).DayOfWeek != DayOfWeek.Sunday);
        bars[^1].TryGetProperty("isFinal", out _).Should().BeFalse("a daily range ends with the last finished session");
        string[] members = ["date", "open", "high", "low", "close", "volume"];
        bars.Should().OnlyContain(b => b.EnumerateObject().Select(p => p.Name).SequenceEqual(members));
    }

    [Fact]
    public async Task Get_OneDay_IsIntraday()
    {
        var bars = (await host.Client.AskAsync("/api/market?symbol=AAPL&range=1D")).ShouldBeJson().EnumerateArray().ToList();

        bars.Should().HaveCountGreaterThan(1);
        bars.Select(b => Series.DateOf(b).Date).Distinct().Should().ContainSingle();
    }

    [Fact]
    public async Task Get_Kpis_AgreeWithTheSeries()
    {
        var kpis = (await host.Client.AskAsync("/api/market?symbol=msft&type=kpis")).ShouldBeJson();

        kpis.GetProperty("symbol").GetString().Should().Be("MSFT");
        kpis.GetProperty("name").GetString().Should().NotBeNullOrEmpty();
        var (price, change) = (kpis.GetProperty("price").GetDecimal(), kpis.GetProperty("change").GetDecimal());
        price.Should().BePositive();
        kpis.GetProperty("changePercent").GetDecimal().Should().BeApproximately(change / (price - change) * 100, 0.01m);
        kpis.GetProperty("volume").GetDecimal().Should().BeGreaterThanOrEqualTo(0);
        kpis.GetProperty("fiftyTwoWeekLow").GetDecimal().Should().BeLessThan(kpis.GetProperty("fiftyTwoWeekHigh").GetDecimal());
        kpis.GetProperty("timestamp").GetString().Should().EndWith("Z");
    }

    [Fact]
    public async Task Get_Vol_IsASurface()
    {
        var vol = (await host.Client.AskAsync("/api/market?symbol=AAPL&type=vol")).ShouldBeJson();

        vol.GetProperty("symbol").GetString().Should().Be("AAPL");
        vol.GetProperty("underlyingPrice").GetDecimal().Should().BePositive();
        var points = vol.GetProperty("points").EnumerateArray().ToList();
        points.Select(p => p.GetProperty("expiry").GetString()).Distinct().Should().HaveCountGreaterThan(1);
        points.Should().OnlyContain(p => p.GetProperty("strike").GetDecimal() > 0 && p.GetProperty("impliedVol").GetDouble() > 0.01 && p.GetProperty("impliedVol").GetDouble() < 5);
        vol.GetProperty("timestamp").GetString().Should().EndWith("Z");
    }

    [Fact]
    public async Task Get_Correlation_IsAMatrixInTheOrderAsked()
    {
        var answer = (await host.Client.AskAsync("/api/market?type=correlation&symbols=MSFT,AAPL,GOOG")).ShouldBeJson();

        answer.GetProperty("symbols").EnumerateArray().Select(s => s.GetString()).Should().Equal("MSFT", "AAPL", "GOOG");
        answer.GetProperty("period").GetString().Should().Be("1Y");
        var matrix = answer.GetProperty("matrix").EnumerateArray().Select(r => r.EnumerateArray().Select(v => v.GetDouble()).ToArray()).ToArray();
        for (var i = 0; i < 3; i++)
        {
            matrix[i][i].Should().Be(1);
            for (var j = 0; j < 3; j++)
            {
                matrix[i][j].Should().Be(matrix[j][i]).And.BeInRange(-1, 1);
            }
        }

        var turned = (await host.Client.AskAsync("/api/market?type=correlation&symbols=GOOG,MSFT&period=1y")).ShouldBeJson();
        turned.GetProperty("matrix")[0][1].GetDouble().Should().Be(matrix[0][2]);
    }

    [Fact]
    public async Task Get_Batch_IsTheSingleAnswersInTheOrderAsked()
    {
        const string Path = "/api/market?symbols=MSFT,AAPL&symbol=IBM&range=1M";
        var answer = await host.Client.AskAsync(Path);

        var batch = answer.ShouldBeJson();
        answer.CacheControl.Should().StartWith("public");
        answer.ContentHeaders.ContentLength.Should().Be(answer.Body.Length);
        (await host.Client.AskAsync(Path, ("If-None-Match", answer.ETag!))).Status.Should().Be(HttpStatusCode.NotModified);
        batch.EnumerateObject().Select(p => p.Name).Should().Equal("MSFT", "AAPL");
        var single = (await host.Client.AskAsync("/api/market?symbol=AAPL&range=1M")).ShouldBeJson();
        batch.GetProperty("AAPL").GetRawText().Should().Be(single.GetRawText());
    }

    [Fact]
    public async Task Post_Batch_AnswersTheThreeTogether()
    {
        var answer = await host.Client.PostJsonAsync("/api/market", new { symbols = new[] { "aapl", "MSFT", "AAPL" }, range = "1M" });

        var body = answer.ShouldBeJson();
        answer.CacheControl.Should().Be("no-store");
        body.TryGetProperty("errors", out _).Should().BeFalse();
        body.GetProperty("timestamp").GetString().Should().EndWith("Z");
        body.GetProperty("results").EnumerateObject().Select(p => p.Name).Should().Equal("AAPL", "MSFT");
        var apple = body.GetProperty("results").GetProperty("AAPL");
        apple.GetProperty("prices").GetArrayLength().Should().BeGreaterThan(15);
        apple.GetProperty("kpis").GetProperty("symbol").GetString().Should().Be("AAPL");
        apple.GetProperty("vol").GetProperty("points").GetArrayLength().Should().BePositive();
        var meta = apple.GetProperty("meta");
        meta.GetProperty("provider").GetString().Should().Be("synthetic");
        meta.GetProperty("attempts")[0].GetProperty("provider").GetString().Should().Be("synthetic");
        foreach (var member in new[] { "feed", "delaySeconds", "adjustment", "asOf", "fetchedAt" })
        {
            meta.TryGetProperty(member, out _).Should().BeTrue(member);
        }

        (await host.Client.AskAsync("/api/market?symbol=MSFT&range=1M")).Header("Cache-Status").Should().StartWith("MadLab; hit", "both go through one cache");
    }

    [Theory]
    [InlineData("prices")]
    [InlineData("kpis")]
    [InlineData("vol")]
    public async Task Post_SingleType_AnswersItsMemberAlone(string type)
    {
        var body = (await host.Client.PostJsonAsync("/api/market", new { symbols = new[] { "AAPL" }, type })).ShouldBeJson();

        body.GetProperty("results").GetProperty("AAPL").EnumerateObject().Select(p => p.Name).Should().BeEquivalentTo(type, "meta");
    }

    [Fact]
    public async Task Post_NoSymbols_IsAnEmptyAnswer()
    {
        var body = (await host.Client.PostJsonAsync("/api/market", """{"symbols":[]}""")).ShouldBeJson();

        body.GetProperty("results").EnumerateObject().Should().BeEmpty();
        body.TryGetProperty("errors", out _).Should().BeFalse();
    }

    [Theory]
    [InlineData("symbol=CACHEA&range=1Y")]
    [InlineData("symbol=CACHEB&type=vol")]
    [InlineData("type=correlation&symbols=CACHEC,CACHED")]
    public async Task Get_FirstAndAgain_IsAMissThenAHitOfTheSameBytes(string query)
    {
        var first = await host.Client.AskAsync($"/api/market?{query}");
        var again = await host.Client.AskAsync($"/api/market?{query}");

        first.Header("Cache-Status").Should().Be("MadLab; fwd=miss");
        again.Header("Cache-Status").Should().MatchRegex(@"^MadLab; hit; ttl=\d+$");
        again.Body.Should().Equal(first.Body);
        again.ETag.Should().Be(first.ETag).And.MatchRegex("^\"[^\"]+\"$", "it is strong");
        foreach (var answer in new[] { first, again })
        {
            answer.CacheControl.Should().MatchRegex("^public, max-age=(60|[1-5]?[0-9]), s-maxage=(300|29[0-9]), stale-while-revalidate=60$");
            answer.Header("CDN-Cache-Control").Should().MatchRegex("^public, max-age=(300|29[0-9]), stale-while-revalidate=60, stale-if-error=86400$");
            answer.Header("Vary").Should().Be("Accept-Encoding");
            answer.Header("Age").Should().BeNull();
            answer.ContentHeaders.ContentLength.Should().Be(answer.Body.Length);
            answer.Header("X-MadLab-Provider").Should().Be("synthetic");
            answer.Header("X-MadLab-Feed").Should().NotBeNullOrEmpty();
        }

        var fresh = await host.Client.AskAsync($"/api/market?{query}", ("If-None-Match", $"\"other\", {first.ETag}"));
        fresh.Status.Should().Be(HttpStatusCode.NotModified);
        fresh.Body.Should().BeEmpty();
        fresh.ETag.Should().Be(first.ETag);
        fresh.CacheControl.Should().StartWith("public");
        (await host.Client.AskAsync($"/api/market?{query}", ("If-None-Match", "\"other\""))).Status.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Get_Kpis_AreShortLived()
    {
        var kpis = await host.Client.AskAsync("/api/market?symbol=AAPL&type=kpis");

        kpis.CacheControl.Should().MatchRegex("^public, max-age=[01], s-maxage=[0-2]$");
    }

    [Theory]
    [InlineData("br")]
    [InlineData("gzip")]
    public async Task Get_AcceptedCoding_IsUsedWithATagOfItsOwn(string coding)
    {
        const string Path = "/api/market?symbol=CODING&range=1Y";
        var plain = await host.Client.AskAsync(Path);

        var coded = await host.Client.AskAsync(Path, ("Accept-Encoding", $"{coding}, identity;q=0.5"));

        coded.Header("Content-Encoding").Should().Be(coding);
        coded.Header("Vary").Should().Be("Accept-Encoding");
        coded.ContentHeaders.ContentLength.Should().Be(coded.Body.Length).And.BeLessThan(plain.Body.Length);
        coded.ETag.Should().NotBe(plain.ETag);
        using Stream decoded = coding == "br"
            ? new BrotliStream(new MemoryStream(coded.Body), CompressionMode.Decompress)
            : new GZipStream(new MemoryStream(coded.Body), CompressionMode.Decompress);
        using var bytes = new MemoryStream();
        await decoded.CopyToAsync(bytes);
        bytes.ToArray().Should().Equal(plain.Body);
        (await host.Client.AskAsync(Path, ("Accept-Encoding", coding), ("If-None-Match", coded.ETag!))).Status.Should().Be(HttpStatusCode.NotModified);
        (await host.Client.AskAsync(Path, ("Accept-Encoding", $"{coding};q=0"))).Header("Content-Encoding").Should().NotBe(coding);
    }

    [Fact]
    public async Task Get_ManyAtOnceOnAColdKey_CallTheProviderOnceAndSaySo()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => host.Client.AskAsync("/api/market?symbol=STAMPEDE&range=MAX")));

        answers.Select(a => a.ETag).Distinct().Should().ContainSingle();
        answers.Count(a => a.Header("Cache-Status") == "MadLab; fwd=miss").Should().Be(1);
        answers.Select(a => a.Header("Cache-Status")).Should().OnlyContain(s => s!.StartsWith("MadLab; fwd=miss", StringComparison.Ordinal) || s.StartsWith("MadLab; hit", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Providers_OfAFirstRun_AreTheSyntheticOneAlone()
    {
        var provider = (await host.Client.AskAsync("/api/market/providers")).ShouldBeJson().EnumerateArray().Should().ContainSingle().Subject;

        provider.GetProperty("name").GetString().Should().Be("synthetic");
        provider.GetProperty("status").GetString().Should().Be("available");
        provider.GetProperty("feed").GetString().Should().NotBeNullOrEmpty();
        provider.GetProperty("delaySeconds").GetInt32().Should().BeGreaterThanOrEqualTo(0);
        provider.GetProperty("capabilities").EnumerateArray().Select(c => c.GetString()).Should().Contain("prices");
        provider.GetProperty("limits").ValueKind.Should().Be(JsonValueKind.Object);
        (await host.Client.AskAsync("/api/market?symbol=AAPL&provider=synthetic")).ShouldBeJson();

        // The same words in both places, or a page would have to know two.
        var health = (await host.Client.AskAsync("/api/health")).ShouldBeJson().GetProperty("providers")[0];
        health.GetProperty("capabilities").GetRawText().Should().Be(provider.GetProperty("capabilities").GetRawText());
    }

    [Fact]
    public async Task Search_FindsByNameAndSymbol_AtMost20()
    {
        var hits = (await host.Client.AskAsync("/api/market/search?q=APP")).ShouldBeJson().EnumerateArray().ToList();

        hits.Should().Contain(h => h.GetProperty("symbol").GetString() == "AAPL");
        hits.Should().OnlyContain(h => h.GetProperty("provider").GetString() == "synthetic" && h.GetProperty("name").GetString() != "" && h.GetProperty("type").GetString() != "");
        (await host.Client.AskAsync("/api/market/search?q=a")).ShouldBeJson().GetArrayLength().Should().BeInRange(1, 20);
    }
}
