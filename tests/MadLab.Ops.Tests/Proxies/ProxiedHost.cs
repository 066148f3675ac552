using System.Collections.Concurrent;
using MadLab.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace MadLab.Ops.Tests.Proxies;

/// <summary>The whole service on plain HTTP, as it stands behind a proxy.</summary>
internal sealed class ProxiedHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ProxiedHost(WebApplication app, Lines log) => (_app, Log, Address) = (app, log, new Uri(app.Urls.Single()));

    public Uri Address { get; }

    public Lines Log { get; }

    /// <summary>Each request as the host saw it: address, scheme, path and how it was answered.</summary>
    public ConcurrentQueue<(string From, string Scheme, string Path, int Status)> Seen { get; } = new();

    public static async Task<ProxiedHost> StartAsync(params string[] settings)
    {
        var log = new Lines();
        ProxiedHost? host = null;
        var app = MadLabHost.Build(
            ["--urls", "http://127.0.0.1:0", "--MadLab:Persistence:Mode", "memory", "--Logging:LogLevel:Default", "Warning", "--MadLab:Market:RateLimit:Enabled", "false", .. settings],
            lab => lab.Services.AddSingleton<ILoggerProvider>(log),
            (app, _) => app.Use(async (context, next) =>
            {
                await next(context);
                host?.Seen.Enqueue((context.Connection.RemoteIpAddress?.ToString() ?? "", context.Request.Scheme, context.Request.Path, context.Response.StatusCode));
            }));
        await app.StartAsync();
        return host = new ProxiedHost(app, log);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    /// <summary>What was logged.</summary>
    internal sealed class Lines : ILoggerProvider, ILogger
    {
        private readonly ConcurrentQueue<string> _lines = new();

        public IEnumerable<string> All => _lines;

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            _lines.Enqueue($"{logLevel} {eventId.Name} {formatter(state, exception)}");

        public void Dispose()
        {
        }
    }
}
