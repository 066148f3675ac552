using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace MadLab.Hosting.Startup;

/// <summary>
/// Keeps the framework from logging a failed start with its stack: the one line on stderr says it.
/// Once the host runs, the gate is gone and the configured levels hold.
/// </summary>
internal sealed class StartLogGate : IConfigureOptions<LoggerFilterOptions>, IOptionsChangeTokenSource<LoggerFilterOptions>
{
    private static readonly string[] Categories =
    [
        "Microsoft.Extensions.Hosting.Internal.Host",
        "Microsoft.AspNetCore.Hosting.Diagnostics",
        "Microsoft.AspNetCore.Server.Kestrel",
    ];

    // Not a source of one's own to dispose: logging asks for the token until the very end.
    private readonly ConfigurationReloadToken _opened = new();

    public string Name => Options.DefaultName;

    public void Configure(LoggerFilterOptions options)
    {
        if (_opened.HasChanged)
        {
            return;
        }

        foreach (var category in Categories)
        {
            options.AddFilter(category, static level => level == LogLevel.Warning);
        }
    }

    // A token that has fired would make the listener ask again for ever.
    public IChangeToken GetChangeToken() => _opened.HasChanged ? new ConfigurationReloadToken() : _opened;

    /// <summary>The host has started.</summary>
    public void Open() => _opened.OnReload();
}
