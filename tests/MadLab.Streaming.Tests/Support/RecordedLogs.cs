using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace MadLab.Streaming.Tests.Support;

/// <summary>Counts what was logged, by the event's name.</summary>
internal sealed class RecordedLogs : ILoggerProvider
{
    private readonly ConcurrentDictionary<string, int> _events = new();

    public int Named(string name) => _events.GetValueOrDefault(name);

    public ILogger CreateLogger(string categoryName) => new Recorder(_events);

    public void Dispose()
    {
    }

    private sealed class Recorder(ConcurrentDictionary<string, int> events) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            events.AddOrUpdate(eventId.Name ?? "", 1, static (_, count) => count + 1);
    }
}
