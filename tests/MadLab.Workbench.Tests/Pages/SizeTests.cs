using FluentAssertions;
using MadLab.Workbench.Tests.Support;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace MadLab.Workbench.Tests.Pages;

/// <summary>What the first load costs.</summary>
[Collection(OneBrowser.Name)]
public sealed class SizeTests(Browser browser, SharedHost shared)
{
    [BrowserFact]
    public async Task FirstLoad_BeforeHeavyTiles_IsBelow300KilobytesOfCompressedScript()
    {
        await using var page = await browser.NewAsync(shared.Host);
        await page.Page.AddInitScriptAsync("localStorage.setItem('madlab.sheets', JSON.stringify({ sheets: [{ key: 'k', tag: '', title: 'Empty', data: { kind: 'madlab.sheet', tiles: [] } }], active: 'k' }))");
        await page.GotoAsync();
        await Expect(page.Page.GetByText("This sheet is empty")).ToBeVisibleAsync();

        var bytes = await page.Page.EvaluateAsync<double>(
            "performance.getEntriesByType('resource').filter(e => e.name.endsWith('.js')).reduce((sum, e) => sum + e.encodedBodySize, 0)");
        bytes.Should().BeInRange(10_000, 300_000);
    }
}
