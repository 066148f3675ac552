using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace MadLab.Market.Tests.Feeds.Support;

/// <summary>Keeps the names of logged events.</summary>
internal sealed class EventLog : ILoggerProvider
{
    private readonly ConcurrentQueue<string> _events = new();

    public IReadOnlyCollection<string> Events => _events;

    public ILogger CreateLogger(string categoryName) => new Logger(_events);

    public void Dispose()
    {
        // Nothing is held.
    }

    private sealed class Logger(ConcurrentQueue<string> events) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            events.Enqueue(eventId.Name ?? "");
    }
}
