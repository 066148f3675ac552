using MadLab.Streaming.Authorization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace MadLab.Streaming.Tests.Support;

/// <summary>A host whose streams below <c>/lab</c> ask a policy that the test answers; those below <c>/api</c> ask nothing.</summary>
internal sealed class GuardedHost : IAsyncDisposable
{
    /// <summary>Such that no first wait, a thousandth of it or some, is as long as the time-out of an answer.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(17);

    private static readonly TimeSpan Step = TimeSpan.FromSeconds(1);

    private GuardedHost(StreamHost host, WatchedTime time, Doorman doorman, RecordedLogs logs)
    {
        Host = host;
        Time = time;
        Doorman = doorman;
        Logs = logs;
        host.Http.DefaultRequestHeaders.Add("X-User", "trader");
    }

    public StreamHost Host { get; }

    public WatchedTime Time { get; }

    public Doorman Doorman { get; }

    public RecordedLogs Logs { get; }

    public static async Task<GuardedHost> StartAsync(bool asFallback = false, Action<StreamingOptions>? options = null)
    {
        var time = new WatchedTime();
        var doorman = new Doorman();
        var logs = new RecordedLogs();
        var host = await StreamHost.StartAsync(
            new FakeFeed().With("AAPL", 1),
            o =>
            {
                o.AuthorizationInterval = Interval;

                // The clock runs away from the client, who could neither answer nor take a message in time.
                o.PingInterval = TimeSpan.Zero;
                o.SlowClientTimeout = TimeSpan.FromMinutes(5);
                options?.Invoke(o);
            },
            builder =>
            {
                builder.Logging.AddProvider(logs);
                builder.Services.AddSingleton<TimeProvider>(time);
                builder.Services.AddHttpContextAccessor();
                builder.Services.AddSingleton(doorman);
                builder.Services.AddScoped<ScopeMark>();
                builder.Services.AddScoped<IAuthorizationHandler, AskDoorman>();
                HeaderScheme.AddTo(builder.Services);
                builder.Services.AddAuthorization(o =>
                {
                    o.AddPolicy("listen", p => p.AddRequirements(new MayListen()));
                    o.FallbackPolicy = asFallback ? o.GetPolicy("listen") : null;
                });
            },
            app =>
            {
                app.UseAuthentication();
                app.UseAuthorization();
                app.MapMadLabStreaming("/lab").RequireAuthorization("listen");
                app.MapMadLabStreaming("/open").RequireAuthorization("listen").Add(e => e.Metadata.Add(new AllowAnonymousAttribute()));
            });
        return new GuardedHost(host, time, doorman, logs);
    }

    public Task<WsClient> ConnectAsync(string path, int? seconds = null) => WsClient.ConnectAsync(Host.Address, path, o =>
    {
        o.SetRequestHeader("X-User", "trader");
        if (seconds is { } s)
        {
            o.SetRequestHeader("X-Seconds", $"{s}");
        }
    });

    /// <summary>Moves the clock on by an interval, in steps: a question that was asked must not time out before its yes is heard.</summary>
    public async Task PassRoundAsync()
    {
        for (var passed = TimeSpan.Zero; passed < Interval; passed += Step)
        {
            Time.Advance(Step);
            await Time.WhenAsync(set => set.Count(t => t == AuthorizationRecheck.AnswerTimeout) == set.Count(t => t == Interval));
        }
    }

    /// <summary>Moves the clock on until so many more questions are asked than now; tells how far.</summary>
    public async Task<TimeSpan> PassUntilAskedAsync(int count = 1)
    {
        var asked = Time.Set.Count(t => t == AuthorizationRecheck.AnswerTimeout);

        // Small steps: who is told to close at one moment has 750 ms to answer.
        for (var passed = Step / 10; passed <= Interval + Step; passed += Step / 10)
        {
            Time.Advance(Step / 10);
            if (Time.Set.Count(t => t == AuthorizationRecheck.AnswerTimeout) >= asked + count)
            {
                return passed;
            }
        }

        // Due by now, and asked as soon as a thread is free for it.
        await Time.WhenAsync(set => set.Count(t => t == AuthorizationRecheck.AnswerTimeout) >= asked + count);
        return Interval + Step;
    }

    public ValueTask DisposeAsync() => Host.DisposeAsync();

    internal sealed class MayListen : IAuthorizationRequirement;

    internal sealed class ScopeMark;

    private sealed class AskDoorman(Doorman doorman, ScopeMark scope, IHttpContextAccessor accessor) : AuthorizationHandler<MayListen>
    {
        protected override async Task HandleRequirementAsync(AuthorizationHandlerContext context, MayListen requirement)
        {
            if (await doorman.AskAsync(context.User.Identity?.Name, scope, context.Resource as HttpContext, accessor.HttpContext))
            {
                context.Succeed(requirement);
            }
        }
    }
}
