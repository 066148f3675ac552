using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace MadLab.Hosting.Startup;

/// <summary>
/// Keeps the framework from logging a failed start with its stack: the one line on stderr says it.
/// Once the host runs, the gate is gone and the configured levels hold.
/// </summary>
internal sealed class StartLogGate : IConfigureOptions<LoggerFilterOptions>, IOptionsChangeTokenSource<LoggerFilterOptions>, IDisposable
{
    private static readonly string[] Categories =
    [
        "Microsoft.Extensions.Hosting.Internal.Host",
        "Microsoft.AspNetCore.Hosting.Diagnostics",
        "Microsoft.AspNetCore.Server.Kestrel",
    ];

    private readonly CancellationTokenSource _opened = new();

    public string Name => Options.DefaultName;

    public void Configure(LoggerFilterOptions options)
    {
        if (_opened.IsCancellationRequested)
        {
            return;
        }

        foreach (var category in Categories)
        {
            options.AddFilter(category, static level => level == LogLevel.Warning);
        }
    }

    public IChangeToken GetChangeToken() => new CancellationChangeToken(_opened.IsCancellationRequested ? CancellationToken.None : _opened.Token);

    /// <summary>The host has started.</summary>
    public void Open() => _opened.Cancel();

    public void Dispose() => _opened.Dispose();
}
