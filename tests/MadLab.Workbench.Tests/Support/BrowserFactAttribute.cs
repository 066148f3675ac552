using Xunit;

namespace MadLab.Workbench.Tests.Support;

/// <summary>A test in Debian's Chromium; skipped, with the reason, where it is not there or the page was not built.</summary>
public sealed class BrowserFactAttribute : FactAttribute
{
    public BrowserFactAttribute()
    {
        // The long modes watch a page for minutes.
        Timeout = Environment.GetEnvironmentVariable("MADLAB_TEST_LONG") == "1" ? 1_200_000 : 120_000;
        Skip = Chromium.Path is null ? "Chromium is not installed: apt-get install chromium." : null;
    }
}
