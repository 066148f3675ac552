using Xunit;

namespace MadLab.Workbench.Tests.Support;

/// <summary>A test in Debian's Chromium; skipped, with the reason, where it is not there or the page was not built.</summary>
public sealed class BrowserFactAttribute : FactAttribute
{
    public BrowserFactAttribute()
    {
        Timeout = 120_000;
        Skip = Chromium.Path is null ? "Chromium is not installed: apt-get install chromium." : null;
    }
}
