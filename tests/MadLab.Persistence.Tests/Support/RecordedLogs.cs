using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace MadLab.Persistence.Tests.Support;

/// <summary>Keeps what was logged.</summary>
internal sealed class RecordedLogs(LogLevel least = LogLevel.Information) : ILoggerProvider
{
    private readonly ConcurrentQueue<string> _lines = [];

    public LogLevel Least => least;

    public IReadOnlyCollection<string> Lines => _lines;

    public ILogger CreateLogger(string categoryName) => new Recorder(this, categoryName);

    public void Dispose()
    {
    }

    private sealed class Recorder(RecordedLogs owner, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= owner.Least;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                owner._lines.Enqueue($"{logLevel} {category} {eventId.Name}: {formatter(state, exception)} {exception?.Message}");
            }
        }
    }
}
