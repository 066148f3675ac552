using MadLab.Workbench.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace MadLab.Workbench.Tests.Pages;

/// <summary>The page in an app of somebody else's: below a path base, at an address of its own, the API at another.</summary>
[Collection(OneBrowser.Name)]
public sealed class EmbeddedTests(Browser browser)
{
    [BrowserFact]
    public async Task BelowAPathBase_WithTheApiElsewhere_EverythingWorks()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddMadLab();
        await using var app = builder.Build();
        app.UsePathBase("/base");
        app.UseRouting();
        app.MapMadLab("/market-data");
        app.MapMadLabWorkbench("/tools/lab", workbench => workbench.ApiPath = "/market-data");
        await app.StartAsync();

        await using var page = await browser.NewAsync(app.Urls.Single() + "/base/");
        await page.GotoAsync("tools/lab");

        await page.StreamsByAsync("websocket");
        await Expect(page.Tile("candles").Locator("canvas").First).ToBeVisibleAsync();
        await Expect(page.Page.GetByTestId("banner").First).ToBeVisibleAsync();
        await Expect(page.Page.GetByText("Sheets live in the host's memory")).ToBeVisibleAsync();
        await page.Tile("note").GetByRole(Microsoft.Playwright.AriaRole.Textbox).FillAsync("kept in memory");
        await page.SavedAsync();
        await app.StopAsync();
    }
}
