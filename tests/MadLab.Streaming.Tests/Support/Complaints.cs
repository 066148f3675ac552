using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace MadLab.Streaming.Tests.Support;

/// <summary>Everything a host logs as an error or worse, the server's unhandled exceptions included, and exceptions of tasks nobody awaited.</summary>
internal sealed class Complaints : ILoggerProvider
{
    private readonly ConcurrentQueue<string> _heard = new();

    public Complaints() => TaskScheduler.UnobservedTaskException += OnUnobserved;

    public IReadOnlyCollection<string> Heard => _heard;

    public ILogger CreateLogger(string categoryName) => new Listener(_heard, categoryName);

    public void Dispose() => TaskScheduler.UnobservedTaskException -= OnUnobserved;

    // Only those that passed through the streams: other tests of the process have tasks, too.
    private void OnUnobserved(object? sender, UnobservedTaskExceptionEventArgs e)
    {
        if (e.Exception.ToString() is var text && text.Contains(" MadLab.Streaming.", StringComparison.Ordinal))
        {
            _heard.Enqueue(text);
        }
    }

    private sealed class Listener(ConcurrentQueue<string> heard, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                heard.Enqueue($"{category}: {formatter(state, exception)} {exception}");
            }
        }
    }
}
