using MadLab.Workbench.Tests.Support;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace MadLab.Workbench.Tests.Pages;

/// <summary>Live prices by each transport, and what happens when one is cut under the page.</summary>
[Collection(OneBrowser.Name)]
public sealed class TransportTests(Browser browser, SharedHost shared)
{
    private const string Price = "tr[data-symbol=AAPL] [data-seq]";

    [BrowserFact]
    public async Task EachTransport_WhenTheOthersAreBlocked_MovesThePrices()
    {
        foreach (var (transport, blocked) in new[] { ("websocket", ""), ("sse", "ws"), ("polling", "ws sse") })
        {
            await using var page = await browser.NewAsync(shared.Host);
            page.Allow("WebSocket connection").Allow("ERR_FAILED").Allow("net::ERR");
            await BlockAsync(page, blocked);
            await page.GotoAsync();

            await page.StreamsByAsync(transport);
            await MovesAsync(page);
        }
    }

    [BrowserFact]
    public async Task WebSocket_BlockedAndFreeAgain_IsLeftForEventsAndComeBackTo()
    {
        await using var page = await browser.NewAsync(shared.Host);
        page.Allow("WebSocket connection").Allow("net::ERR");
        var isBlocked = true;
        await page.Page.RouteWebSocketAsync(url => url.Contains("/api/stream/ws", StringComparison.Ordinal), socket =>
        {
            if (isBlocked)
            {
                _ = socket.CloseAsync();
            }
            else
            {
                _ = socket.ConnectToServer();
            }
        });
        await page.GotoAsync();
        await page.StreamsByAsync("sse");

        isBlocked = false;

        await page.StreamsByAsync("websocket");
        await MovesAsync(page);
    }

    [BrowserFact]
    public async Task Connection_CutInTheMiddle_ComesBackByItself()
    {
        await using var page = await browser.NewAsync(shared.Host);
        page.Allow("WebSocket").Allow("net::ERR");
        var sockets = new List<IWebSocketRoute>();
        await page.Page.RouteWebSocketAsync(url => url.Contains("/api/stream/ws", StringComparison.Ordinal), socket =>
        {
            sockets.Add(socket);
            _ = socket.ConnectToServer();
        });
        await page.GotoAsync();
        await page.StreamsByAsync("websocket");

        await sockets[^1].CloseAsync();

        await page.StreamsByAsync("websocket");
        await MovesAsync(page);
        Assert.True(sockets.Count > 1);
    }

    [BrowserFact]
    public async Task Mode_ChosenInSettings_IsKeptByTheHostAndHolds()
    {
        await using var host = await LabHost.StartAsync();
        await using (var page = await browser.OpenAsync(host))
        {
            await page.StreamsByAsync("websocket");
            await page.Page.Keyboard.PressAsync("Alt+s");
            await page.Page.GetByLabel("Streaming").SelectOptionAsync("polling");
            await Expect(page.Page.GetByTestId("settings")).ToContainTextAsync("Saved.");
            await page.StreamsByAsync("polling");
        }

        await using var again = await browser.OpenAsync(host);
        await again.StreamsByAsync("polling");
        await MovesAsync(again);
    }

    [BrowserFact]
    public async Task Mode_SetByTheOperator_GoesBeforeTheReaders_AndThePageSaysSo()
    {
        await using var host = await LabHost.StartAsync(["--MadLab:StreamMode", "sse"]);
        await using var page = await browser.OpenAsync(host);
        await page.StreamsByAsync("sse");
        await page.Page.Keyboard.PressAsync("Alt+s");
        await page.Page.GetByLabel("Streaming").SelectOptionAsync("polling");

        await Expect(page.Page.GetByTestId("settings")).ToContainTextAsync("The operator has set Server-sent events for everybody");
        await page.StreamsByAsync("sse");
        await MovesAsync(page);
    }

    private static async Task BlockAsync(LabPage page, string transports)
    {
        if (transports.Contains("ws", StringComparison.Ordinal))
        {
            await page.Page.RouteWebSocketAsync(url => url.Contains("/api/stream/ws", StringComparison.Ordinal), socket => _ = socket.CloseAsync());
        }

        if (transports.Contains("sse", StringComparison.Ordinal))
        {
            await page.Page.RouteAsync(url => url.Contains("/api/stream?", StringComparison.Ordinal), route => route.AbortAsync());
        }
    }

    /// <summary>The price's number in the stream grows twice.</summary>
    private static async Task MovesAsync(LabPage page)
    {
        var cell = page.Tile("watchlist").Locator(Price);
        for (var i = 0; i < 2; i++)
        {
            var before = await cell.GetAttributeAsync("data-seq");
            await Expect(cell).Not.ToHaveAttributeAsync("data-seq", before!, new() { Timeout = 30_000 });
        }
    }
}
