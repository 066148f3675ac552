using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using FluentAssertions;
using MadLab.Testing;
using Xunit;

namespace MadLab.Providers.Tests.Toolkit;

public sealed class UpstreamClientTests
{
    private static readonly Symbol Acme = Symbol.Parse("ACME");

    [Theory]
    [InlineData(401, MarketErrorKind.Unauthorized)]
    [InlineData(403, MarketErrorKind.Unauthorized)]
    [InlineData(404, MarketErrorKind.SymbolUnknown)]
    [InlineData(408, MarketErrorKind.Timeout)]
    [InlineData(418, MarketErrorKind.NotSupported)]
    [InlineData(429, MarketErrorKind.QuotaExceeded)]
    [InlineData(503, MarketErrorKind.Unavailable)]
    public async Task Status_IsAKind(int status, MarketErrorKind kind) =>
        (await FailAsync(_ => Answer("{}", (HttpStatusCode)status))).Kind.Should().Be(kind);

    [Fact]
    public async Task NotFound_OfNoSymbol_IsNoData()
    {
        var ask = () => Client(_ => Answer("{}", HttpStatusCode.NotFound)).GetAsync("list?key=S3CRET", static j => j.ToString());

        var failure = (await ask.Should().ThrowAsync<MarketDataException>()).Which;
        failure.Kind.Should().Be(MarketErrorKind.NoData);
        failure.ToString().Should().NotContain("S3CRET");
    }

    [Fact]
    public async Task RetryAfter_AsADate_IsReckonedByTheClock()
    {
        var time = new ManualTimeProvider(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
        var failure = await FailAsync(
            _ =>
            {
                var answer = Answer("{}", HttpStatusCode.TooManyRequests);
                answer.Headers.RetryAfter = new RetryConditionHeaderValue(time.GetUtcNow().AddMinutes(3));
                return answer;
            },
            o => o with { Time = time });

        failure.RetryAfter.Should().Be(TimeSpan.FromMinutes(3));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"a\":")]
    [InlineData("<html></html>")]
    [InlineData("{\"price\":\"many\"}")]
    [InlineData("{\"price\":true}")]
    [InlineData("{\"cost\":1}")]
    [InlineData("[1]")]
    [InlineData("null")]
    public async Task AnswerOfAnotherShape_IsMalformed_AndDoesNotRepeatIt(string body)
    {
        var failure = await FailAsync(_ => Answer(body));

        failure.Kind.Should().Be(MarketErrorKind.Malformed);
        failure.Message.Should().NotContain("many");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task AnswerWithoutEnd_IsCutOff(bool saysItsLength)
    {
        var failure = await FailAsync(
            _ =>
            {
                var answer = Answer("\"" + new string('x', 5_000) + "\"");
                answer.Content.Headers.ContentLength = saysItsLength ? 5_002 : null;
                return answer;
            },
            o => o with { MaxBytes = 1_000 });

        (failure.Kind, failure.Message).Should().Be((MarketErrorKind.Malformed, "The answer of Acme is longer than 1000 bytes."));
    }

    [Fact]
    public async Task ErrorMapper_HasTheFirstWord_AndSeesTheBody()
    {
        var failure = await FailAsync(
            _ => Answer("{\"code\":\"gone\"}"),
            o => o with { MapError = a => a.Text("code") == "gone" ? MarketDataException.SymbolUnknown(a.Symbol!.Value) : null });

        failure.Kind.Should().Be(MarketErrorKind.SymbolUnknown);
    }

    [Fact]
    public async Task Pages_AreReadToTheEnd_AndCirclesAreTold()
    {
        var client = Client(r => Answer(r.RequestUri!.PathAndQuery switch
        {
            "/p?n=1" => """{"items":[1,2],"next":"p?n=2"}""",
            "/p?n=2" => """{"items":[3]}""",
            _ => """{"items":[9],"next":"circle"}""",
        }));

        (await ReadAsync("p?n=1")).Should().Equal(1, 2, 3);
        (await FluentActions.Awaiting(() => ReadAsync("circle")).Should().ThrowAsync<MarketDataException>()).Which.Kind.Should().Be(MarketErrorKind.Malformed);

        async Task<List<int>> ReadAsync(string first)
        {
            var items = new List<int>();
            await foreach (var page in client.GetPagesAsync(first, static j => (j.Items("items").Select(static i => i.GetInt32()).ToList(), j.TextOrNull("next"))))
            {
                items.AddRange(page);
            }

            return items;
        }
    }

    [Fact]
    public async Task Cancellation_ByTheCaller_StaysOne_AndByTheClientIsATimeout()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        var client = Client(_ => throw new TaskCanceledException("HttpClient.Timeout"));

        await client.Awaiting(c => c.GetAsync("x", static j => 1, cancellationToken: cancelled.Token)).Should().ThrowAsync<OperationCanceledException>();
        (await client.Awaiting(c => c.GetAsync("x", static j => 1)).Should().ThrowAsync<MarketDataException>()).Which.Kind.Should().Be(MarketErrorKind.Timeout);
    }

    [Fact]
    public void Clean_LeavesOutSecretsAndLines()
    {
        var client = Client(_ => Answer("{}"), o => o with { Secrets = ["S3CRET"] });

        client.Clean("Your key s3cret\r\nhas " + new string('x', 300)).Should().StartWith("Your key ***  has xxx").And.HaveLength(200).And.EndWith("…");
    }

    [Fact]
    public async Task Budget_IsCountedOverAnyStretch_AndSaysUntilWhen()
    {
        var time = new ManualTimeProvider();
        var budget = new CallBudget(2, TimeSpan.FromSeconds(10), time);

        budget.TryTake().Should().BeNull();
        time.Advance(TimeSpan.FromSeconds(4));
        budget.TryTake().Should().BeNull();
        budget.TryTake().Should().Be(TimeSpan.FromSeconds(6));
        time.Advance(TimeSpan.FromSeconds(6));
        budget.TryTake().Should().BeNull();
        budget.Invoking(b => b.Take("Acme")).Should().Throw<MarketDataException>().Where(e => e.Kind == MarketErrorKind.QuotaExceeded && e.RetryAfter == TimeSpan.FromSeconds(4));
        var taking = budget.TakeAsync();
        taking.IsCompleted.Should().BeFalse();
        time.Advance(TimeSpan.FromSeconds(4));
        await taking.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public void Fields_AreReadStrictly()
    {
        using var document = JsonDocument.Parse("""{"seconds":1700000000,"milliseconds":1700000000123,"text":"1.50","none":"None","day":"2024-02-29","at":"2024-01-02T03:04:05+01:00","list":[1,"2"]}""");
        var json = document.RootElement;

        json.UnixSeconds("seconds").Should().Be(DateTimeOffset.FromUnixTimeSeconds(1_700_000_000));
        json.UnixMilliseconds("milliseconds").Should().Be(DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_123));
        json.Invoking(j => j.UnixSeconds("milliseconds")).Should().Throw<MarketDataException>().WithMessage("*milliseconds*");
        json.Invoking(j => j.UnixMilliseconds("seconds")).Should().Throw<MarketDataException>().WithMessage("*seconds*");
        json.Number("text").Should().Be(1.5m);
        json.NumberOrNull("none").Should().BeNull();
        json.NumberOrNull("missing").Should().BeNull();
        json.Day("day").Should().Be(new DateOnly(2024, 2, 29));
        json.Moment("at").Should().Be(new DateTimeOffset(2024, 1, 2, 2, 4, 5, TimeSpan.Zero));
        json.Need("list").NumberAt(1).Should().Be(2);
        json.Invoking(j => j.Need("list").NumberAt(2)).Should().Throw<MarketDataException>();
        json.Invoking(j => j.Text("missing")).Should().Throw<MarketDataException>().Where(e => e.Kind == MarketErrorKind.Malformed && e.Message.Contains("'missing' is missing"));
    }

    private static async Task<MarketDataException> FailAsync(Func<HttpRequestMessage, HttpResponseMessage> answer, Func<UpstreamOptions, UpstreamOptions>? options = null)
    {
        var ask = () => Client(answer, options).GetAsync("quote?symbol=ACME", static j => j.Number("price"), Acme);
        return (await ask.Should().ThrowAsync<MarketDataException>()).Which;
    }

    private static UpstreamClient Client(Func<HttpRequestMessage, HttpResponseMessage> answer, Func<UpstreamOptions, UpstreamOptions>? options = null) => new(
        new HttpClient(new Answers(answer)) { BaseAddress = new Uri("https://acme.example/") },
        (options ?? (static o => o))(new UpstreamOptions { Name = "Acme" }));

    private static HttpResponseMessage Answer(string body, HttpStatusCode status = HttpStatusCode.OK) => new(status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };

    private sealed class Answers(Func<HttpRequestMessage, HttpResponseMessage> answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return Task.FromResult(answer(request));
        }
    }
}
