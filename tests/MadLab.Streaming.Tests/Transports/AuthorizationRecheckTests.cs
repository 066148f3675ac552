using System.Net.WebSockets;
using FluentAssertions;
using MadLab.Streaming.Authorization;
using MadLab.Streaming.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace MadLab.Streaming.Tests.Transports;

public sealed class AuthorizationRecheckTests
{
    private static readonly TimeSpan Guard = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData("/lab", false)]
    [InlineData("/api", true)]
    public async Task Policy_ChangesItsAnswer_TheWebSocketEndsWithinThirtySeconds(string prefix, bool asFallback)
    {
        await using var guarded = await GuardedHost.StartAsync(asFallback);
        await using var socket = await guarded.ConnectAsync($"{prefix}/stream/ws?symbols=AAPL");
        await socket.NextAsync("open");

        // A first answer of yes changes nothing.
        await guarded.PassRoundAsync();
        await socket.SendAsync("{\"type\":\"ping\"}");
        await socket.NextAsync("heartbeat");
        guarded.Doorman.Answer = static () => Task.FromResult(false);
        var passed = await guarded.PassUntilAskedAsync();

        (await socket.UntilClosedAsync()).Should().Be(WebSocketCloseStatus.PolicyViolation);
        socket.Socket.CloseStatusDescription.Should().Be("Access to this stream has ended.");
        passed.Should().BeLessThan(TimeSpan.FromSeconds(30));
    }

    [Theory]
    [InlineData("/lab", false)]
    [InlineData("/api", true)]
    public async Task Policy_ChangesItsAnswer_TheEventStreamEndsWithinThirtySeconds(string prefix, bool asFallback)
    {
        await using var guarded = await GuardedHost.StartAsync(asFallback);
        await using var events = await SseClient.ConnectAsync(guarded.Host.Http, $"{prefix}/stream?symbols=AAPL");
        await events.NextAsync("open");

        await guarded.PassRoundAsync();
        await events.NextAsync("heartbeat");
        guarded.Doorman.Answer = static () => Task.FromResult(false);
        var passed = await guarded.PassUntilAskedAsync();

        (await events.NextAsync("stream_error")).GetProperty("code").GetString().Should().Be("ACCESS_REVOKED");
        (await events.ReceiveAsync()).Should().BeNull();
        passed.Should().BeLessThan(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task Policy_AskedAgain_SeesTheCallerTheRequestAndAScopeOfItsOwn()
    {
        await using var guarded = await GuardedHost.StartAsync();
        await using var socket = await guarded.ConnectAsync("/lab/stream/ws?symbols=AAPL");
        await socket.NextAsync("open");

        await guarded.PassRoundAsync();
        await guarded.PassRoundAsync();

        var asked = guarded.Doorman.Asked.ToList();
        asked.Should().HaveCount(3, "once at the handshake, twice since");
        asked.Select(a => a.User).Should().AllBe("trader");
        asked.Select(a => a.Resource).Should().AllBeEquivalentTo(asked[0].Resource, o => o.ComparingByValue<HttpContext>()).And.NotContainNulls();
        asked.Select(a => a.Accessed).Should().AllBeEquivalentTo(asked[0].Resource, o => o.ComparingByValue<HttpContext>());
        asked.Select(a => a.Scope).Should().OnlyHaveUniqueItems("a scope as old as the stream would answer from memory");
    }

    [Fact]
    public async Task Policy_Throws_TheStreamIsClosedAndTheLogSaysWhy()
    {
        await using var guarded = await GuardedHost.StartAsync();
        await using var socket = await guarded.ConnectAsync("/lab/stream/ws?symbols=AAPL");
        await socket.NextAsync("open");
        guarded.Doorman.Answer = static () => throw new InvalidOperationException("The directory is down.");

        await guarded.PassUntilAskedAsync();

        (await socket.UntilClosedAsync()).Should().Be(WebSocketCloseStatus.PolicyViolation);
        guarded.Logs.Named("AuthorizationUnknown").Should().Be(1);
    }

    [Fact]
    public async Task Policy_DoesNotAnswer_TheStreamIsClosedAfterFiveSeconds()
    {
        await using var guarded = await GuardedHost.StartAsync();
        await using var socket = await guarded.ConnectAsync("/lab/stream/ws?symbols=AAPL");
        await socket.NextAsync("open");
        var never = new TaskCompletionSource<bool>();
        guarded.Doorman.Answer = () => never.Task;

        await guarded.PassUntilAskedAsync();
        guarded.Time.Advance(AuthorizationRecheck.AnswerTimeout);

        (await socket.UntilClosedAsync()).Should().Be(WebSocketCloseStatus.PolicyViolation);
        guarded.Logs.Named("AuthorizationUnknown").Should().Be(1);
    }

    [Theory]
    [InlineData("websocket")]
    [InlineData("sse")]
    public async Task Stop_WhileAPolicyDoesNotAnswer_IsNotHeldUp(string kind)
    {
        await using var guarded = await GuardedHost.StartAsync();
        await using var client = kind == "sse"
            ? (IAsyncDisposable)await SseClient.ConnectAsync(guarded.Host.Http, "/lab/stream?symbols=AAPL")
            : await guarded.ConnectAsync("/lab/stream/ws?symbols=AAPL");
        await (client is WsClient opened ? opened.NextAsync("open") : ((SseClient)client).NextAsync("open"));
        var never = new TaskCompletionSource<bool>();
        guarded.Doorman.Answer = () => never.Task;
        await guarded.PassUntilAskedAsync();

        var stop = guarded.Host.App.StopAsync();
        if (client is WsClient socket)
        {
            (await socket.UntilClosedAsync()).Should().Be(WebSocketCloseStatus.EndpointUnavailable);
            await socket.AnswerCloseAsync();
        }

        // Well under the 30 s of a stream that holds its host.
        await stop.WaitAsync(TimeSpan.FromSeconds(12));
    }

    [Fact]
    public async Task ManyStreams_AreAskedForSpreadOverTheIntervalAndAFewAtATime()
    {
        const int Count = 300;
        await using var guarded = await GuardedHost.StartAsync();
        var streams = await Task.WhenAll(Enumerable.Range(0, Count).Select(_ => SseClient.ConnectAsync(guarded.Host.Http, "/lab/stream?symbols=AAPL")));
        foreach (var stream in streams)
        {
            await stream.NextAsync("open");
        }

        var first = guarded.Time.Set.Where(t => t > TimeSpan.FromMilliseconds(25) && t < GuardedHost.Interval).ToList();
        first.Distinct().Should().HaveCountGreaterThan(Count / 2, "streams that came together are not asked for together");
        (first.Max() - first.Min()).Should().BeGreaterThan(GuardedHost.Interval / 2);

        // Less than the time-out of an answer: more than a quarter of the streams want to ask meanwhile, and nobody is answered.
        var open = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        guarded.Doorman.Answer = () => open.Task;
        var asked = guarded.Doorman.Asked.Count;
        guarded.Time.Advance(AuthorizationRecheck.AnswerTimeout - TimeSpan.FromMilliseconds(1));
        using var guard = new CancellationTokenSource(Guard);
        while (guarded.Doorman.Asked.Count < asked + AuthorizationRecheck.MaxConcurrent)
        {
            await Task.Delay(5, guard.Token);
        }

        guarded.Doorman.MostAtOnce.Should().Be(AuthorizationRecheck.MaxConcurrent);
        guarded.Doorman.Asked.Should().HaveCount(asked + AuthorizationRecheck.MaxConcurrent);
        open.SetResult(true);
        foreach (var stream in streams)
        {
            await stream.DisposeAsync();
        }
    }

    [Fact]
    public async Task Policy_DoesNotAnswerAnybody_NoStreamOutlivesItForWantOfATurn()
    {
        await using var guarded = await GuardedHost.StartAsync();
        var recheck = guarded.Host.App.Services.GetRequiredService<AuthorizationRecheck>();
        var endpoint = guarded.Host.App.Services.GetRequiredService<Microsoft.AspNetCore.Routing.EndpointDataSource>()
            .Endpoints.First(e => e.Metadata.GetMetadata<Microsoft.AspNetCore.Authorization.IAuthorizeData>() is not null);
        var never = new TaskCompletionSource<bool>();
        guarded.Doorman.Answer = () => never.Task;

        // In turns this would be eight rounds of the time-out.
        var answers = Enumerable.Range(0, 8 * AuthorizationRecheck.MaxConcurrent).Select(_ =>
        {
            var context = new DefaultHttpContext { RequestServices = guarded.Host.App.Services };
            context.SetEndpoint(endpoint);
            return recheck.IsAllowedAsync(context, static _ => { }, CancellationToken.None);
        }).ToList();
        await guarded.Time.WhenAsync(set => set.Count(t => t == AuthorizationRecheck.AnswerTimeout) >= AuthorizationRecheck.MaxConcurrent);
        guarded.Time.Advance(AuthorizationRecheck.PlaceTimeout);
        await guarded.Time.WhenAsync(set => set.Count(t => t == AuthorizationRecheck.AnswerTimeout) >= answers.Count);
        guarded.Time.Advance(AuthorizationRecheck.AnswerTimeout);

        (await Task.WhenAll(answers).WaitAsync(Guard)).Should().AllBeEquivalentTo(false);
    }

    [Theory]
    [InlineData("/api")]
    [InlineData("/open")]
    public async Task OpenEndpoint_IsNeverAskedForAndSetsNoTimer(string prefix)
    {
        await using var guarded = await GuardedHost.StartAsync();
        await using var socket = await guarded.ConnectAsync($"{prefix}/stream/ws?symbols=AAPL");
        await using var events = await SseClient.ConnectAsync(guarded.Host.Http, $"{prefix}/stream?symbols=AAPL");
        await socket.NextAsync("open");
        await events.NextAsync("open");
        guarded.Doorman.Answer = static () => Task.FromResult(false);
        var timers = guarded.Time.Set.Count;

        guarded.Time.Advance(2 * GuardedHost.Interval);
        await socket.SendAsync("{\"type\":\"ping\"}");
        await socket.NextAsync("heartbeat");

        guarded.Time.Set.Should().HaveCount(timers);
        guarded.Doorman.Asked.Should().BeEmpty();
    }

    [Fact]
    public async Task Watch_OpenEndpoint_AllocatesNothing()
    {
        await using var guarded = await GuardedHost.StartAsync();
        var recheck = guarded.Host.App.Services.GetRequiredService<AuthorizationRecheck>();
        using var scope = guarded.Host.App.Services.CreateScope();
        var endpoint = guarded.Host.App.Services.GetRequiredService<Microsoft.AspNetCore.Routing.EndpointDataSource>()
            .Endpoints.First(e => e.DisplayName == "MadLab WebSocket stream" && e.Metadata.GetMetadata<Microsoft.AspNetCore.Authorization.IAuthorizeData>() is null);
        var context = new DefaultHttpContext { RequestServices = scope.ServiceProvider };
        context.SetEndpoint(endpoint);
        var watches = 0;

        var before = 0L;
        for (var i = 0; i < 2_000; i++)
        {
            // The first rounds pay for what is made once.
            before = i == 1_000 ? GC.GetAllocatedBytesForCurrentThread() : before;
            watches += await recheck.WatchAsync(context, null!) is null ? 0 : 1;
        }

        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        watches.Should().Be(0);
        allocated.Should().Be(0);
    }

    [Fact]
    public async Task Interval_Zero_PolicyIsNotAskedAgain()
    {
        await using var guarded = await GuardedHost.StartAsync(options: o => o.AuthorizationInterval = TimeSpan.Zero);
        await using var socket = await guarded.ConnectAsync("/lab/stream/ws?symbols=AAPL");
        await socket.NextAsync("open");
        guarded.Doorman.Answer = static () => Task.FromResult(false);

        guarded.Time.Advance(TimeSpan.FromMinutes(2));
        await socket.SendAsync("{\"type\":\"ping\"}");
        await socket.NextAsync("heartbeat");

        guarded.Doorman.Asked.Should().ContainSingle("that was the handshake");
    }

    [Fact]
    public async Task SignIn_ExpiresOnTheHostsClock_EndsStreamsThenAndNotBefore()
    {
        await using var guarded = await GuardedHost.StartAsync();
        guarded.Host.Http.DefaultRequestHeaders.Add("X-Seconds", "60");
        await using var socket = await guarded.ConnectAsync("/api/stream/ws?symbols=AAPL", seconds: 60);
        await using var events = await SseClient.ConnectAsync(guarded.Host.Http, "/api/stream?symbols=AAPL");
        await socket.NextAsync("open");
        await events.NextAsync("price_update");

        guarded.Time.Advance(TimeSpan.FromSeconds(59));
        await socket.SendAsync("{\"type\":\"ping\"}");
        await socket.NextAsync("heartbeat");
        await events.NextAsync("heartbeat");

        // Not far past it: those who are told to close have 750 ms to answer.
        guarded.Time.Advance(TimeSpan.FromSeconds(1.05));

        (await socket.UntilClosedAsync()).Should().Be(WebSocketCloseStatus.PolicyViolation);
        socket.Socket.CloseStatusDescription.Should().Be("The sign-in expired.");
        (await events.NextAsync("stream_error")).GetProperty("code").GetString().Should().Be("TOKEN_EXPIRED");
        (await events.ReceiveAsync()).Should().BeNull();
    }
}
