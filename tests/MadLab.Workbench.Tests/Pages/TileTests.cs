using System.Text;
using FluentAssertions;
using MadLab.Workbench.Tests.Support;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace MadLab.Workbench.Tests.Pages;

/// <summary>What the tiles show, as numbers.</summary>
[Collection(OneBrowser.Name)]
public sealed class TileTests(Browser browser, SharedHost shared)
{
    [BrowserFact]
    public async Task Options_ShowSmilesAHeatMapAndAConeWithTheirNumbers()
    {
        await using var page = await browser.OpenAsync(shared.Host);
        await page.CommandAsync("New sheet: Options");
        await Expect(page.Tile("surface").Locator("canvas").First).ToBeVisibleAsync();
        await Expect(page.Tile("cone").Locator("canvas").First).ToBeVisibleAsync();
        await page.PictureAsync("options");
        await page.Tile("surface").GetByRole(AriaRole.Button, new() { Name = "Heat map" }).ClickAsync();
        await Expect(page.Tile("surface").Locator("canvas").First).ToBeVisibleAsync();
        await page.PictureAsync("heat-map");
        await page.Tile("surface").GetByRole(AriaRole.Button, new() { Name = "Table" }).ClickAsync();
        await Expect(page.Tile("surface").GetByRole(AriaRole.Table)).ToContainTextAsync("%");
        await page.Tile("cone").GetByRole(AriaRole.Combobox, new() { Name = "Estimator" }).SelectOptionAsync("yang-zhang");
        await page.Tile("cone").GetByRole(AriaRole.Button, new() { Name = "Table" }).ClickAsync();
        await Expect(page.Tile("cone").GetByRole(AriaRole.Table)).ToContainTextAsync("median");
        await page.SavedAsync();
    }

    [BrowserFact]
    public async Task Risk_ShowsCorrelations_OfTheSymbolsChosen()
    {
        await using var page = await browser.OpenAsync(shared.Host);
        await page.CommandAsync("New sheet: Risk");
        var tile = page.Tile("correlation");
        await Expect(tile.Locator("canvas").First).ToBeVisibleAsync();
        await page.PictureAsync("risk");
        await tile.GetByRole(AriaRole.Button, new() { Name = "Remove SPY" }).ClickAsync();
        await tile.GetByRole(AriaRole.Button, new() { Name = "Table" }).ClickAsync();
        await Expect(tile.GetByRole(AriaRole.Table)).ToContainTextAsync("1.00");
        await Expect(tile.GetByRole(AriaRole.Table)).Not.ToContainTextAsync("SPY");
        await page.SavedAsync();
    }

    [BrowserFact]
    public async Task Candles_RangeIndicatorsComparison_AreKept_AndTheLastOneMoves()
    {
        await using var page = await browser.OpenAsync(shared.Host);
        var tile = page.Tile("candles");
        await tile.GetByRole(AriaRole.Button, new() { Name = "5D", Exact = true }).ClickAsync();
        await Expect(tile).ToContainTextAsync("America/New_York");
        await tile.GetByRole(AriaRole.Button, new() { Name = "1Y", Exact = true }).ClickAsync();
        await Expect(tile).ToContainTextAsync("sessions");
        await page.MenuAsync(tile, "Configure…");
        foreach (var indicator in new[] { "Simple moving", "Exponential", "Bollinger", "Relative" })
        {
            await page.Page.GetByLabel(indicator).CheckAsync();
        }

        await page.Page.GetByLabel("Symbol to compare with").FillAsync("MSFT");
        await page.Page.Keyboard.PressAsync("Enter");
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Done" }).ClickAsync();
        await Expect(tile).ToContainTextAsync("compared with MSFT");
        await page.PictureAsync("candles");
        await page.SavedAsync();

        var legend = tile.GetByTestId("legend");
        var before = await legend.TextContentAsync();
        await Expect(legend).Not.ToHaveTextAsync(before!, new() { Timeout = 30_000 });
        await page.ReloadAsync();
        await Expect(tile).ToContainTextAsync("compared with MSFT");
    }

    [BrowserFact]
    public async Task WatchList_SortsAddsAndRemoves()
    {
        await using var page = await browser.OpenAsync(shared.Host);
        var tile = page.Tile("watchlist");
        await tile.GetByRole(AriaRole.Button, new() { Name = "Symbol", Exact = true }).ClickAsync();
        await Expect(tile.Locator("tbody tr").First).ToHaveAttributeAsync("data-symbol", "AAPL");
        await tile.GetByRole(AriaRole.Button, new() { Name = "Symbol" }).ClickAsync();
        await Expect(tile.Locator("tbody tr").First).ToHaveAttributeAsync("data-symbol", "SPY");
        await tile.GetByLabel("Add a symbol").FillAsync("TSLA");
        await page.Page.Keyboard.PressAsync("Enter");
        await Expect(tile.Locator("tr[data-symbol=TSLA] [data-seq]")).ToBeVisibleAsync();
        await tile.GetByRole(AriaRole.Button, new() { Name = "Remove SPY" }).ClickAsync();
        await Expect(tile.Locator("tr[data-symbol=SPY]")).ToHaveCountAsync(0);
        await page.SavedAsync();
    }

    [BrowserFact]
    public async Task Csv_OfATile_HasItsNumbersAndWhereTheyComeFrom()
    {
        await using var page = await browser.OpenAsync(shared.Host);
        await Expect(page.Tile("candles").Locator("canvas").First).ToBeVisibleAsync();
        var download = await page.Page.RunAndWaitForDownloadAsync(() => page.MenuAsync(page.Tile("candles"), "Download CSV"));
        download.SuggestedFilename.Should().Be("AAPL-6M.csv");
        var lines = (await File.ReadAllTextAsync(await download.PathAsync(), Encoding.UTF8)).Split("\r\n");
        lines[0].Should().Be("time (UTC),open,high,low,close,volume,provider,as of (UTC)");
        lines.Should().HaveCountGreaterThan(100);
        lines[1].Should().Contain(",synthetic,");
    }
}
