using System.Net;
using System.Text.Json;
using FluentAssertions;
using ReferenceHost.Tests.Contract.Support;
using Xunit;

namespace ReferenceHost.Tests.Contract.Streams;

/// <summary>Server-sent events, on both paths.</summary>
public sealed class EventStreamTests(StreamHost host) : IClassFixture<StreamHost>
{
    [Theory]
    [InlineData("/api/stream")]
    [InlineData("/pages/api/stream")]
    public async Task Open_NoSymbols_StreamsApple(string path)
    {
        await using var events = await EventStream.OpenAsync(host.Client, path);

        events.Response.StatusCode.Should().Be(HttpStatusCode.OK);
        events.Response.Content.Headers.ContentType!.ToString().Should().Be("text/event-stream; charset=utf-8");
        events.Response.Headers.NonValidated["Cache-Control"].ToString().Should().Be("no-cache, no-transform");
        events.Response.Headers.NonValidated["X-Accel-Buffering"].ToString().Should().Be("no");
        var open = (await events.ReadAsync())!;
        open.Name.Should().Be("open");
        open.Retry.Should().BePositive("the first line says when to come back");
        open.Json.GetProperty("ok").GetBoolean().Should().BeTrue();
        Symbols(open).Should().Equal("AAPL");
        open.Json.GetProperty("interval").GetInt32().Should().Be(1000);
        open.Json.GetProperty("epoch").GetString().Should().NotBeNullOrEmpty();
        open.Json.GetProperty("sources").GetProperty("AAPL").GetProperty("provider").GetString().Should().Be("synthetic");
        var status = await events.ReadAsync("status");
        status.Json.GetProperty("demo").GetBoolean().Should().BeTrue();
        var update = await events.ReadAsync("price_update");
        update.Json.ShouldBeUpdate("AAPL");
        update.Id.Should().Be($"{open.Json.GetProperty("epoch").GetString()}:{update.Json.GetProperty("seq").GetInt64()}");
        update.Retry.Should().BeNull("retry is sent once");
    }

    [Fact]
    public async Task Updates_OfSeveralSymbols_ComeInRisingOrder()
    {
        await using var events = await EventStream.OpenAsync(host.Client, "/api/stream?symbols=AAPL,MSFT,IBM,GOOG&interval=250");

        var seqs = new List<long>();
        var symbols = new HashSet<string>();
        while (seqs.Count < 24)
        {
            var update = (await events.ReadAsync("price_update")).Json;
            seqs.Add(update.GetProperty("seq").GetInt64());
            symbols.Add(update.GetProperty("symbol").GetString()!);
        }

        seqs.Should().BeInAscendingOrder().And.OnlyHaveUniqueItems();
        symbols.Should().BeEquivalentTo("AAPL", "MSFT", "IBM", "GOOG");
    }

    [Fact]
    public async Task Reconnect_WithLastEventId_GetsWhatChangedAndNothingTwice()
    {
        ServerEvent last;
        await using (var first = await EventStream.OpenAsync(host.Client, "/api/stream?symbols=AAPL,MSFT&interval=250"))
        {
            await first.ReadAsync("price_update");
            await first.ReadAsync("price_update");
            last = await first.ReadAsync("price_update");
        }

        var seq = last.Json.GetProperty("seq").GetInt64();
        await using var again = await EventStream.OpenAsync(host.Client, "/api/stream?symbols=AAPL,MSFT&interval=3000", last.Id);

        var seen = new List<long>();
        for (var i = 0; i < 4; i++)
        {
            seen.Add((await again.ReadAsync("price_update")).Json.GetProperty("seq").GetInt64());
        }

        seen.Should().OnlyContain(s => s > seq).And.OnlyHaveUniqueItems().And.BeInAscendingOrder();
    }

    [Theory]
    [InlineData("another-epoch:5")]
    [InlineData("nonsense")]
    [InlineData(":")]
    [InlineData("99999999999999999999")]
    public async Task Reconnect_WithAnIdOfAnotherEpoch_GetsAll(string id)
    {
        await using (var warm = await EventStream.OpenAsync(host.Client, "/api/stream?symbols=AAPL&interval=250"))
        {
            await warm.ReadAsync("price_update");
        }

        await using var events = await EventStream.OpenAsync(host.Client, "/api/stream?symbols=AAPL&interval=3000", id);

        (await events.ReadAsync("price_update")).Json.ShouldBeUpdate("AAPL");
    }

    [Fact]
    public async Task Open_WrongOrTooManySymbols_IsRefused()
    {
        (await host.Client.AskAsync("/api/stream?symbols=AAPL,NO!PE")).ShouldBeProblem(HttpStatusCode.BadRequest, "INVALID_SYMBOL");
        var many = string.Join(',', Enumerable.Range(0, 51).Select(i => $"S{i}"));
        (await host.Client.AskAsync($"/api/stream?symbols={many}")).ShouldBeProblem(HttpStatusCode.BadRequest, "TOO_MANY_SYMBOLS");
        (await host.Client.AskAsync($"/pages/api/stream?symbols={many}")).ShouldBeProblem(HttpStatusCode.BadRequest, "TOO_MANY_SYMBOLS");
    }

    [Fact]
    public async Task Poll_WithoutACursor_AnswersAllThenOnlyWhatChanged()
    {
        var first = await host.Client.AskAsync("/api/stream/poll?symbols=POLLA,POLLB&interval=700");
        var body = first.ShouldBeJson();
        first.CacheControl.Should().Be("no-store");
        body.GetProperty("interval").GetInt32().Should().Be(700);
        var cursor = body.GetProperty("cursor").GetString()!;
        cursor.Should().MatchRegex("^[A-Za-z0-9._~-]+$");
        var updates = body.GetProperty("updates").EnumerateArray().ToList();
        updates.Select(u => u.GetProperty("symbol").GetString()).Should().BeEquivalentTo("POLLA", "POLLB");
        updates.ForEach(u => u.ShouldBeUpdate(u.GetProperty("symbol").GetString()!));

        var highest = updates.Max(u => u.GetProperty("seq").GetInt64());
        for (var i = 0; i < 5; i++)
        {
            var next = (await host.Client.AskAsync($"/api/stream/poll?symbols=POLLA,POLLB&since={cursor}&wait=10000")).ShouldBeJson();
            var seqs = next.GetProperty("updates").EnumerateArray().Select(u => u.GetProperty("seq").GetInt64()).ToList();
            seqs.Should().NotBeEmpty("it waits until something changes").And.OnlyContain(s => s > highest);
            highest = seqs.Max();
            cursor = next.GetProperty("cursor").GetString()!;
        }

        var other = (await host.Client.AskAsync("/api/stream/poll?symbols=POLLA,POLLB&since=otherepoch.5")).ShouldBeJson();
        other.GetProperty("updates").GetArrayLength().Should().Be(2, "another epoch's cursor gets all");
    }

    [Fact]
    public async Task Poll_WrongQuery_IsRefused()
    {
        (await host.Client.AskAsync("/api/stream/poll")).ShouldBeProblem(HttpStatusCode.BadRequest, "MISSING_SYMBOL");
        (await host.Client.AskAsync("/api/stream/poll?symbols=,")).ShouldBeProblem(HttpStatusCode.BadRequest, "MISSING_SYMBOL");
        (await host.Client.AskAsync("/api/stream/poll?symbols=NO!PE")).ShouldBeProblem(HttpStatusCode.BadRequest, "INVALID_SYMBOL");
        var many = string.Join(',', Enumerable.Range(0, 51).Select(i => $"S{i}"));
        (await host.Client.AskAsync($"/api/stream/poll?symbols={many}")).ShouldBeProblem(HttpStatusCode.BadRequest, "TOO_MANY_SYMBOLS");
        (await host.Client.AskAsync("/api/stream/poll?symbols=AAPL&wait=soon&interval=x&since=%20")).ShouldBeJson();
    }

    [Fact]
    public async Task Transports_OfOneSymbol_ShareItsValues()
    {
        await using var events = await EventStream.OpenAsync(host.Client, "/api/stream?symbols=SHARED&interval=250");
        await using var socket = await StreamSocket.ConnectAsync(host.Host.Address, "?symbols=SHARED&interval=250");
        var bySeq = new Dictionary<long, string>();

        // The same sequence number is the same value, whoever brings it.
        var shared = 0;
        while (shared < 3)
        {
            foreach (var update in new[] { (await events.ReadAsync("price_update")).Json, await socket.ReceiveUpdateAsync("SHARED") })
            {
                var seq = update.GetProperty("seq").GetInt64();
                if (!bySeq.TryAdd(seq, update.GetRawText()))
                {
                    bySeq[seq].Should().Be(update.GetRawText());
                    shared++;
                }
            }
        }
    }

    private static IEnumerable<string?> Symbols(ServerEvent open) => open.Json.GetProperty("symbols").EnumerateArray().Select(s => s.GetString());
}
