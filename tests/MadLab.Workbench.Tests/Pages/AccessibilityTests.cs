using System.Text.Json;
using FluentAssertions;
using MadLab.Workbench.Tests.Support;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace MadLab.Workbench.Tests.Pages;

/// <summary>What axe finds on every view in both themes: nothing.</summary>
[Collection(OneBrowser.Name)]
public sealed class AccessibilityTests(Browser browser)
{
    private static readonly string Axe = Path.Combine(Artifacts.Root, "src", "MadLab.Workbench", "ClientApp", "node_modules", "axe-core", "axe.min.js");

    [BrowserFact]
    public async Task EveryView_InBothThemes_HasNoViolation()
    {
        // Past the page's policy, because axe is the test's and not the page's.
        // A host of its own, for the themes are kept there.
        await using var host = await LabHost.StartAsync();
        await using var page = await browser.OpenAsync(host, configure: o => o.BypassCSP = true);
        foreach (var theme in new[] { "dark", "light" })
        {
            await page.CommandAsync($"Theme: {theme}");
            foreach (var preset in new[] { "Charting", "Valuation", "Risk", "Options", "Blank" })
            {
                await page.CommandAsync($"New sheet: {preset}");
                await Expect(page.Page.Locator(".skeleton")).ToHaveCountAsync(0);
                await CheckAsync(page, $"{preset}, {theme}");
            }

            foreach (var (panel, key) in new[] { ("health", "h"), ("metrics", "m"), ("settings", "s") })
            {
                await page.Page.Keyboard.PressAsync($"Alt+{key}");
                await Expect(page.Page.GetByTestId(panel).Locator(".panel-body")).ToBeVisibleAsync();
                await CheckAsync(page, $"{panel}, {theme}");
                await page.Page.Keyboard.PressAsync("Escape");
            }

            await page.CommandAsync("New sheet: Charting");
            await page.MenuAsync(page.Tile("candles"), "Configure…");
            await CheckAsync(page, $"configure, {theme}");
            await page.Page.Keyboard.PressAsync("Escape");
            await page.Page.GetByLabel("New sheet").ClickAsync();
            await CheckAsync(page, $"menu, {theme}");
            await page.Page.GetByRole(AriaRole.Menuitem, new() { Name = "Saved sheets and templates…" }).ClickAsync();
            await CheckAsync(page, $"saved sheets, {theme}");
            await page.Page.Keyboard.PressAsync("Escape");

            await page.Page.Keyboard.PressAsync("Control+k");
            await Expect(page.Page.GetByTestId("palette")).ToBeVisibleAsync();
            await CheckAsync(page, $"palette, {theme}");
            await page.Page.Keyboard.PressAsync("Escape");
        }
    }

    private static async Task CheckAsync(LabPage page, string view)
    {
        if (!await page.Page.EvaluateAsync<bool>("'axe' in window"))
        {
            await page.Page.AddScriptTagAsync(new() { Path = Axe });
        }

        var found = await page.Page.EvaluateAsync<JsonElement>(
            "async () => (await axe.run(document, { resultTypes: ['violations'] })).violations.map(v => `${v.id}: ${v.nodes.map(n => n.target.join(' ') + ' ' + n.failureSummary).join('; ')}`)");
        found.EnumerateArray().Select(v => v.GetString()).Should().BeEmpty(view);
    }
}
