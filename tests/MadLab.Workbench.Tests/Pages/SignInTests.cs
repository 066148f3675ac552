using MadLab.Hosting.Authentication;
using MadLab.Hosting.Authentication.Keys;
using MadLab.Workbench.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace MadLab.Workbench.Tests.Pages;

/// <summary>A reader with a key, who loses it.</summary>
[Collection(OneBrowser.Name)]
public sealed class SignInTests(Browser browser)
{
    private static readonly LocatorAssertionsToBeVisibleOptions Soon = new() { Timeout = 60_000 };

    [BrowserFact]
    public async Task Page_SignsInStreamsByEachTransportAndIsCutOffWithTheKey()
    {
        foreach (var transport in new[] { "websocket", "sse", "polling" })
        {
            await using var host = await LabHost.StartAsync(["--MadLab:Auth:ApiKeys", "true", "--MadLab:StreamMode", transport]);
            var keys = host.Services.GetRequiredService<ApiKeyStore>();
            var text = await AddAsync(keys, "reader", Scopes.Read | Scopes.Write);
            await using var page = await browser.NewAsync(host);
            page.Allow("401").Allow("WebSocket connection").Allow("net::ERR");
            await page.Page.GotoAsync("");

            await SignInAsync(page, "madlab_wrong");
            await Expect(page.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("not known here");
            await SignInAsync(page, text);
            await page.StreamsByAsync(transport);
            await Expect(page.Page.GetByTestId("sign-in")).ToHaveCountAsync(0);

            // Nothing that a script could take: neither the key nor the session.
            var within = await page.Page.EvaluateAsync<string>("() => JSON.stringify({...localStorage, ...sessionStorage}) + document.cookie + document.documentElement.outerHTML");
            Assert.DoesNotContain(text, within, StringComparison.Ordinal);
            Assert.DoesNotContain("madlab=", within, StringComparison.Ordinal);

            Assert.True(await keys.TryRevokeAsync("reader", CancellationToken.None));

            await Expect(page.Page.GetByTestId("sign-in")).ToBeVisibleAsync(Soon);
            await Expect(page.Stream).Not.ToHaveAttributeAsync("data-state", "open", new() { Timeout = 60_000 });
        }
    }

    [BrowserFact]
    public async Task Page_ReloadedAndSignedOut_KeepsAndEndsTheSession()
    {
        await using var host = await LabHost.StartAsync(["--MadLab:Auth:ApiKeys", "true"]);
        var text = await AddAsync(host.Services.GetRequiredService<ApiKeyStore>(), "reader", Scopes.Read | Scopes.Write);
        await using var page = await browser.NewAsync(host);
        page.Allow("401").Allow("WebSocket connection").Allow("net::ERR");
        await page.Page.GotoAsync("");
        await SignInAsync(page, text);
        await page.StreamsByAsync("websocket");

        await page.ReloadAsync();
        await page.StreamsByAsync("websocket");
        await page.Page.Keyboard.PressAsync("Alt+s");
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();

        await Expect(page.Page.GetByTestId("sign-in")).ToBeVisibleAsync(Soon);
    }

    private static async Task<string> AddAsync(ApiKeyStore keys, string name, Scopes scopes)
    {
        var (key, text) = ApiKey.Make(name, scopes, DateTimeOffset.UtcNow, null);
        Assert.True(await keys.TryAddAsync(key, CancellationToken.None));
        return text;
    }

    private static async Task SignInAsync(LabPage page, string key)
    {
        await Expect(page.Page.GetByTestId("sign-in")).ToBeVisibleAsync(Soon);
        await page.Page.GetByLabel("Key", new() { Exact = true }).FillAsync(key);
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
    }
}
