using Microsoft.Playwright;
using Xunit;

namespace MadLab.Workbench.Tests.Support;

/// <summary>One browser for all tests; each test has a profile of its own.</summary>
public sealed class Browser : IAsyncLifetime
{
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async Task InitializeAsync()
    {
        if (Chromium.Path is null)
        {
            return;
        }

        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Chromium.Path,

            // The sandbox needs what a container's root may not have. The pages are our own.
            Args = ["--no-sandbox", "--disable-dev-shm-usage"],
        });
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
    }

    /// <summary>A page of the host in a profile that has never seen it.</summary>
    internal async Task<LabPage> OpenAsync(LabHost host, string address = "", Action<BrowserNewContextOptions>? configure = null)
    {
        var page = await NewAsync(host, configure);
        await page.GotoAsync(address);
        return page;
    }

    /// <summary>The same, before it goes anywhere.</summary>
    internal Task<LabPage> NewAsync(LabHost host, Action<BrowserNewContextOptions>? configure = null) => NewAsync(host.Address, configure);

    /// <summary>The same for any address, which has to end in a slash.</summary>
    internal async Task<LabPage> NewAsync(string address, Action<BrowserNewContextOptions>? configure = null)
    {
        var options = new BrowserNewContextOptions { ViewportSize = new() { Width = 1440, Height = 900 }, BaseURL = address, ReducedMotion = ReducedMotion.Reduce };
        configure?.Invoke(options);
        var context = await _browser!.NewContextAsync(options);
        context.SetDefaultTimeout(30_000);
        return await LabPage.CreateAsync(context, address);
    }
}
