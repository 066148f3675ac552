using System.Globalization;
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
    public async Task Candles_UnderTheCrosshair_AreToldInNumbers()
    {
        await using var page = await browser.OpenAsync(shared.Host);
        var (tile, legend) = (page.Tile("candles"), page.Tile("candles").GetByTestId("legend"));
        await tile.GetByRole(AriaRole.Button, new() { Name = "1Y", Exact = true }).ClickAsync();
        await Expect(legend).ToContainTextAsync(" C ");
        var box = (await tile.Locator(".canvas").BoundingBoxAsync())!;

        await page.Page.Mouse.MoveAsync(box.X + (box.Width / 4), box.Y + (box.Height / 3));
        // A quarter of the way through a year is more than six months ago.
        var months = DateTimeOffset.UtcNow.AddMonths(-6).ToString("yyyy-MM", CultureInfo.InvariantCulture);
        await page.Page.WaitForFunctionAsync("([legend, months]) => legend.textContent.slice(5, 12) < months", new object[] { await legend.ElementHandleAsync(), months });
        var under = (await legend.TextContentAsync())![5..15];

        await page.Page.Mouse.MoveAsync(box.X - 2, box.Y - 40);
        await Expect(legend).Not.ToContainTextAsync(under);
    }

    [BrowserFact]
    public async Task WatchList_FlashesWhatMoved_ButNotForReadersWhoWantNoMotion()
    {
        foreach (var motion in new[] { ReducedMotion.NoPreference, ReducedMotion.Reduce })
        {
            await using var page = await browser.OpenAsync(shared.Host, configure: o => o.ReducedMotion = motion);
            await page.Page.EvaluateAsync("""
                () => {
                  window.flashes = 0;
                  new MutationObserver((all) => (window.flashes += all.filter((m) => m.target.getAttribute('data-flash') !== null).length))
                    .observe(document.body, { subtree: true, attributes: true, attributeFilter: ['data-flash'] });
                }
                """);
            var table = page.Tile("watchlist").GetByRole(AriaRole.Table);
            for (var i = 0; i < 3; i++)
            {
                await Expect(table).Not.ToHaveTextAsync((await table.TextContentAsync())!, new() { Timeout = 30_000 });
            }

            (await page.Page.EvaluateAsync<int>("window.flashes") > 0).Should().Be(motion == ReducedMotion.NoPreference);
        }
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
