using MadLab.Workbench.Tests.Support;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace MadLab.Workbench.Tests.Pages;

/// <summary>What somebody sees who opens the address.</summary>
[Collection(OneBrowser.Name)]
public sealed class FirstVisitTests(Browser browser, SharedHost shared)
{
    [BrowserFact]
    public async Task FirstVisit_ShowsAFilledSheet_LiveAndLabelled_AndSavesNothing()
    {
        await using var page = await browser.OpenAsync(shared.Host);

        await Expect(page.Tile("candles").Locator("canvas").First).ToBeVisibleAsync();
        await Expect(page.Tile("candles").GetByTestId("legend")).ToContainTextAsync("AAPL");
        await Expect(page.Tile("kpis")).ToContainTextAsync("Market cap");
        await page.StreamsByAsync("websocket");
        await Expect(page.Tile("watchlist").Locator("tr[data-symbol=AAPL] [data-seq]")).ToBeVisibleAsync();
        await Expect(page.Page.GetByTestId("banner")).ToContainTextAsync("made up");
        await Expect(page.Tile("kpis")).ToContainTextAsync("Demo");
        await Expect(page.Tile("kpis").Locator("footer")).ToContainTextAsync("synthetic");
        await Expect(page.Page.GetByTestId("status-bar")).ToContainTextAsync("database, durable");
        await Expect(page.SheetState).ToHaveTextAsync("Sheet: unchanged");
        await page.PictureAsync("first-visit");
    }
}
