using FluentAssertions;
using MadLab.Workbench.Tests.Support;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace MadLab.Workbench.Tests.Pages;

/// <summary>Sheets as documents: kept, found again, in conflict, in files and as templates.</summary>
[Collection(OneBrowser.Name)]
public sealed class SheetTests(Browser browser, SharedHost shared)
{
    [BrowserFact]
    public async Task Change_IsSaved_AndThereAfterAReloadAndAtItsAddress()
    {
        await using var page = await browser.OpenAsync(shared.Host);
        await NoteOf(page).FillAsync("Remember the split.");
        await page.SavedAsync();
        await page.ReloadAsync();
        await Expect(NoteOf(page)).ToHaveValueAsync("Remember the split.");

        var address = page.Page.Url;
        address.Should().Contain("#/sheet/");
        await using var other = await browser.OpenAsync(shared.Host, address);
        await Expect(NoteOf(other)).ToHaveValueAsync("Remember the split.");
    }

    [BrowserFact]
    public async Task TwoBrowsers_OnOneSheet_LoseNothing()
    {
        await using var mine = await browser.OpenAsync(shared.Host);
        mine.Allow("412");
        await NoteOf(mine).FillAsync("First.");
        await mine.SavedAsync();
        await using var theirs = await browser.OpenAsync(shared.Host, mine.Page.Url);
        await NoteOf(theirs).FillAsync("Theirs.");
        await theirs.SavedAsync();

        await NoteOf(mine).FillAsync("Mine.");

        var dialog = mine.Page.GetByTestId("conflict-dialog");
        await Expect(dialog).ToContainTextAsync("Note: content differ");
        await mine.PictureAsync("conflict");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Keep both" }).ClickAsync();
        await Expect(mine.Page.GetByTestId("tab")).ToHaveCountAsync(2);
        await mine.Page.GetByTestId("tab").Nth(0).ClickAsync();
        await Expect(NoteOf(mine)).ToHaveValueAsync("Theirs.");
        await mine.Page.GetByTestId("tab").Nth(1).ClickAsync();
        await Expect(NoteOf(mine)).ToHaveValueAsync("Mine.");
        await mine.SavedAsync();
    }

    [BrowserFact]
    public async Task Tiles_AreAddedDuplicatedConfiguredAndRemoved_AndRemovalIsUndone()
    {
        await using var page = await browser.OpenAsync(shared.Host);
        await Expect(page.Tiles).ToHaveCountAsync(4);
        await page.CommandAsync("Add tile: Data quality");
        await Expect(page.Tile("quality")).ToContainTextAsync("sessions expected");
        await page.MenuAsync(page.Tile("quality"), "Duplicate");
        await Expect(page.Tile("quality")).ToHaveCountAsync(2);
        await page.MenuAsync(page.Tile("quality").First, "Configure…");
        await page.Page.GetByRole(AriaRole.Textbox, new() { Name = "Title" }).FillAsync("Is it clean?");
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Done" }).ClickAsync();
        await Expect(page.Tile("quality").First).ToContainTextAsync("Is it clean?");
        await page.MenuAsync(page.Tile("quality").Nth(1), "Remove");
        await Expect(page.Tile("quality")).ToHaveCountAsync(1);
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
        await Expect(page.Tile("quality")).ToHaveCountAsync(2);
        await page.SavedAsync();
    }

    [BrowserFact]
    public async Task Tile_DraggedByItsTitle_StandsElsewhereAfterAReload()
    {
        await using var page = await browser.OpenAsync(shared.Host);
        var note = page.Tile("note");
        await Expect(page.Tile("candles").Locator("canvas").First).ToBeVisibleAsync();
        var before = (await note.BoundingBoxAsync())!;
        await note.GetByRole(AriaRole.Heading).HoverAsync();
        await page.Page.Mouse.DownAsync();
        await page.Page.Mouse.MoveAsync(before.X - 500, before.Y + 40, new() { Steps = 8 });
        await page.Page.Mouse.UpAsync();
        await page.SavedAsync();
        await page.ReloadAsync();
        await Expect(note).ToBeVisibleAsync();

        (await note.BoundingBoxAsync())!.X.Should().BeLessThan(before.X - 200);
    }

    [BrowserFact]
    public async Task Tile_ResizedByItsCorner_KeepsItsSizeAfterAReload()
    {
        await using var page = await browser.OpenAsync(shared.Host);
        var candles = page.Tile("candles");
        await Expect(candles.Locator("canvas").First).ToBeVisibleAsync();
        var before = (await candles.BoundingBoxAsync())!;
        await page.Page.Mouse.MoveAsync(before.X + before.Width - 5, before.Y + before.Height - 5);
        await page.Page.Mouse.DownAsync();
        await page.Page.Mouse.MoveAsync(before.X + before.Width - 5, before.Y + before.Height + 200, new() { Steps = 8 });
        await page.Page.Mouse.UpAsync();
        await page.SavedAsync();
        await page.ReloadAsync();
        await Expect(candles.Locator("canvas").First).ToBeVisibleAsync();

        var after = (await candles.BoundingBoxAsync())!;
        after.Height.Should().BeGreaterThan(before.Height + 100);
        after.Width.Should().Be(before.Width);
    }

    [BrowserFact]
    public async Task Symbol_ChosenInTheWatchList_ChangesAllOfItsColour()
    {
        await using var page = await browser.OpenAsync(shared.Host);
        await page.Tile("watchlist").GetByRole(AriaRole.Button, new() { Name = "MSFT", Exact = true }).ClickAsync();
        await Expect(page.Tile("candles").GetByRole(AriaRole.Heading)).ToContainTextAsync("MSFT");
        await Expect(page.Tile("kpis")).ToContainTextAsync("Microsoft");

        await page.Tile("candles").GetByLabel("Symbol of Candles").FillAsync("nvidia");
        await Expect(page.Page.GetByRole(AriaRole.Option).First).ToContainTextAsync("NVDA");
        await page.Page.Keyboard.PressAsync("Enter");
        await Expect(page.Tile("kpis").GetByRole(AriaRole.Heading)).ToContainTextAsync("NVDA");
    }

    [BrowserFact]
    public async Task Template_SavedAndUsed_MakesASheetLikeIt_AndAFileToo()
    {
        await using var page = await browser.OpenAsync(shared.Host);
        await SheetMenuAsync(page, "Save as a template…");
        await page.Page.GetByRole(AriaRole.Textbox, new() { Name = "Name" }).FillAsync("Morning <b>desk</b>");
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
        await Expect(page.Page.GetByText("is saved.")).ToBeVisibleAsync();
        await page.Page.GetByLabel("New sheet").ClickAsync();
        await page.Page.GetByRole(AriaRole.Menuitem, new() { Name = "Saved sheets and templates…" }).ClickAsync();
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Morning <b>desk</b>", Exact = true }).ClickAsync();
        await Expect(page.Page.GetByTestId("tab")).ToHaveCountAsync(2);
        await Expect(page.Tiles).ToHaveCountAsync(4);
        await page.SavedAsync();

        var download = await page.Page.RunAndWaitForDownloadAsync(() => SheetMenuAsync(page, "Export as a file"));
        var file = await download.PathAsync();
        await page.Page.GetByLabel("File to import").SetInputFilesAsync(file);
        await Expect(page.Page.GetByTestId("tab")).ToHaveCountAsync(3);
        await Expect(page.Tiles).ToHaveCountAsync(4);
        await page.Page.GetByLabel("File to import").SetInputFilesAsync(new FilePayload { Name = "bad.json", MimeType = "application/json", Buffer = "{\"a\":1}"u8.ToArray() });
        await Expect(page.Page.GetByText("not a sheet that this page has exported")).ToBeVisibleAsync();
    }

    [BrowserFact]
    public async Task Markup_InTitlesSymbolsAndNotes_StaysText()
    {
        const string Markup = "<img src=x onerror=document.title='owned'>";
        await using var page = await browser.OpenAsync(shared.Host);
        page.Allow("400").Allow("404");
        await NoteOf(page).FillAsync(Markup);
        await SheetMenuAsync(page, "Rename…");
        await page.Page.GetByRole(AriaRole.Textbox, new() { Name = "Name" }).FillAsync(Markup);
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
        await Expect(page.Page.GetByTestId("tab")).ToContainTextAsync(Markup);
        await page.Tile("watchlist").GetByLabel("Add a symbol").FillAsync("<b>x</b>");
        await page.Page.Keyboard.PressAsync("Enter");
        await Expect(page.Tile("watchlist")).ToContainTextAsync("<B>X</B>");
        await page.SavedAsync();
        await page.ReloadAsync();
        await Expect(page.Page.GetByTestId("tab")).ToContainTextAsync(Markup);
        (await page.Page.Locator("img").CountAsync()).Should().Be(0);
        (await page.Page.TitleAsync()).Should().StartWith("<img");
    }

    private static ILocator NoteOf(LabPage page) => page.Tile("note").GetByRole(AriaRole.Textbox);

    private static async Task SheetMenuAsync(LabPage page, string item)
    {
        await page.Page.GetByLabel("Menu of the sheet").ClickAsync();
        await page.Page.GetByRole(AriaRole.Menuitem, new() { Name = item }).ClickAsync();
    }
}
