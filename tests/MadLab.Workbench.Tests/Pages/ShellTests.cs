using FluentAssertions;
using MadLab.Workbench.Tests.Support;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace MadLab.Workbench.Tests.Pages;

/// <summary>Panels, keys, themes, and what the page says when something is off.</summary>
[Collection(OneBrowser.Name)]
public sealed class ShellTests(Browser browser, SharedHost shared)
{
    [BrowserFact]
    public async Task Keyboard_Alone_DoesEverything()
    {
        await using var page = await browser.OpenAsync(shared.Host);
        await page.Page.Keyboard.PressAsync("Alt+n");
        await Expect(page.Page.GetByTestId("tab")).ToHaveCountAsync(2);
        await page.CommandAsync("add note");
        await Expect(page.Tile("note")).ToHaveCountAsync(1);
        await page.Tile("note").GetByRole(AriaRole.Textbox).FocusAsync();
        await page.Page.Keyboard.TypeAsync("no mouse");
        await page.Page.Keyboard.PressAsync("Alt+d");
        await Expect(page.Tile("note")).ToHaveCountAsync(2);
        await page.Tile("note").Nth(1).GetByRole(AriaRole.Textbox).FocusAsync();
        await page.Page.Keyboard.PressAsync("Alt+Delete");
        await Expect(page.Tile("note")).ToHaveCountAsync(1);
        await page.Page.Keyboard.PressAsync("Alt+1");
        await Expect(page.Page.GetByTestId("tab").Nth(0)).ToHaveAttributeAsync("aria-selected", "true");
        await page.Page.Keyboard.PressAsync("Alt+h");
        await Expect(page.Page.GetByTestId("health")).ToBeFocusedAsync();
        await page.Page.Keyboard.PressAsync("Escape");
        await Expect(page.Page.GetByTestId("health")).ToHaveCountAsync(0);
        await page.Page.Keyboard.PressAsync("Alt+2");
        await page.Page.Keyboard.PressAsync("Alt+w");
        await Expect(page.Page.GetByTestId("tab")).ToHaveCountAsync(1);

        await page.Tile("candles").GetByTestId("tile-menu").FocusAsync();
        await page.Page.Keyboard.PressAsync("Enter");
        await Expect(page.Page.GetByRole(AriaRole.Menuitem, new() { Name = "Configure…" })).ToBeFocusedAsync();
        await page.Page.Keyboard.PressAsync("Escape");
        await Expect(page.Tile("candles").GetByTestId("tile-menu")).ToBeFocusedAsync();
        await page.Page.Keyboard.PressAsync("Control+k");
        await page.Page.Keyboard.PressAsync("Escape");
        await Expect(page.Page.GetByTestId("palette")).ToHaveCountAsync(0);
    }

    [BrowserFact]
    public async Task Provider_ChosenInSettings_IsAskedAlone()
    {
        await using var host = await LabHost.StartAsync();
        await using var page = await browser.OpenAsync(host);
        await page.Page.Keyboard.PressAsync("Alt+s");
        var asked = page.Page.WaitForRequestAsync(request => request.Url.Contains("provider=synthetic", StringComparison.Ordinal));
        await page.Page.GetByLabel("Provider of prices").SelectOptionAsync("synthetic");
        await asked;
        await page.ReloadAsync();
        await page.Page.Keyboard.PressAsync("Alt+s");
        await Expect(page.Page.GetByLabel("Provider of prices")).ToHaveValueAsync("synthetic");
    }

    [BrowserFact]
    public async Task Choices_AreKeptByTheHost_AndMeetTheReaderInAnotherBrowser()
    {
        await using var host = await LabHost.StartAsync();
        await using (var first = await browser.OpenAsync(host))
        {
            var saved = first.Page.WaitForResponseAsync(response => response.Request.Method == "PUT" && response.Url.EndsWith("/api/preferences", StringComparison.Ordinal));
            await first.CommandAsync("Theme: light");
            (await saved).Status.Should().Be(200);
            await first.Page.Keyboard.PressAsync("Alt+s");
            saved = first.Page.WaitForResponseAsync(response => response.Request.Method == "PUT" && response.Url.EndsWith("/api/preferences", StringComparison.Ordinal));
            await first.Page.GetByLabel("Provider of prices").SelectOptionAsync("synthetic");
            (await saved).Status.Should().Be(200);
        }

        await using var second = await browser.OpenAsync(host);
        await Expect(second.Page.Locator("html")).ToHaveAttributeAsync("data-theme", "light");
        await second.Page.Keyboard.PressAsync("Alt+s");
        await Expect(second.Page.GetByLabel("Provider of prices")).ToHaveValueAsync("synthetic");
    }

    [BrowserFact]
    public async Task Panels_ShowHealthAndTheTimersOverTime()
    {
        await using var page = await browser.OpenAsync(shared.Host);
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Health", Exact = true }).ClickAsync();
        await Expect(page.Page.GetByTestId("health")).ToContainTextAsync("synthetic");
        await Expect(page.Page.GetByTestId("health")).ToContainTextAsync("available");
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Metrics", Exact = true }).ClickAsync();
        await Expect(page.Page.GetByTestId("metrics")).ToContainTextAsync("market:GET");
        await Expect(page.Page.GetByTestId("metrics").Locator("svg").First).ToBeVisibleAsync();
        await page.PictureAsync("metrics");
    }

    [BrowserFact]
    public async Task Theme_IsKept_AndNarrowScreensShowOneColumn()
    {
        await using var host = await LabHost.StartAsync();
        await using var page = await browser.OpenAsync(host, configure: o => o.ViewportSize = new() { Width = 390, Height = 844 });
        await page.CommandAsync("Theme: light");
        await page.ReloadAsync();
        await Expect(page.Page.Locator("html")).ToHaveAttributeAsync("data-theme", "light");
        await Expect(page.Tile("candles").Locator("canvas").First).ToBeVisibleAsync();
        await page.PictureAsync("narrow");
        var (first, second) = ((await page.Tile("candles").BoundingBoxAsync())!, (await page.Tile("watchlist").BoundingBoxAsync())!);
        second.X.Should().Be(first.X);
        second.Y.Should().BeGreaterThan(first.Y + first.Height - 1);
        (await page.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth")).Should().BeTrue("nothing sticks out");
    }

    [BrowserFact]
    public async Task LiveDataOff_IsSaidAndMarked()
    {
        await using var host = await LabHost.StartAsync(["--MadLab:Market:LiveData", "false"]);
        await using var page = await browser.NewAsync(host);
        page.Allow("503").Allow("the server responded with a status of");
        await page.GotoAsync();
        await Expect(page.Page.GetByText("Live data is switched off by the operator")).ToBeVisibleAsync();
        await Expect(page.Tile("candles")).ToContainTextAsync("Live data is switched off");
        await Expect(page.Page.GetByTestId("status-bar")).ToContainTextAsync("Live data: off");
    }

    [BrowserFact]
    public async Task StoreDown_KeepsWhatIsTyped_AndWritesItLater()
    {
        await using var page = await browser.NewAsync(shared.Host);
        page.Allow("503");
        var isDown = true;
        await page.Page.RouteAsync("**/api/workspaces*", async route =>
        {
            if (isDown)
            {
                await route.FulfillAsync(new()
                {
                    Status = 503,
                    ContentType = "application/json",
                    Headers = new Dictionary<string, string> { ["Retry-After"] = "1" },
                    Body = """{"code":"STORE_UNAVAILABLE","error":"The database cannot be reached."}""",
                });
            }
            else
            {
                await route.ContinueAsync();
            }
        });
        await page.GotoAsync();
        var note = page.Tile("note").GetByRole(AriaRole.Textbox);
        await note.FillAsync("typed while it was down");
        await Expect(page.SheetState).ToHaveTextAsync("Sheet: waits for the store");
        await page.Page.Keyboard.PressAsync("Alt+w");
        await Expect(page.Page.GetByText("stays open: it is not saved yet")).ToBeVisibleAsync();
        await page.ReloadAsync();
        await Expect(note).ToHaveValueAsync("typed while it was down");
        isDown = false;
        await page.SavedAsync();
        (await shared.Host.Client.GetStringAsync("api/workspaces?limit=100")).Should().Contain("typed while it was down");
    }
}
