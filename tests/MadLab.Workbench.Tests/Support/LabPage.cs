using FluentAssertions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace MadLab.Workbench.Tests.Support;

/// <summary>A page of the workbench, and all that it did wrong: an error in the console, an exception, a request to another host.</summary>
internal sealed class LabPage : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly List<string> _faults = [];
    private readonly List<string> _allowed = [];

    private LabPage(IBrowserContext context, IPage page, string address)
    {
        _context = context;
        Page = page;
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                Note($"console: {message.Text}");
            }
        };
        page.PageError += (_, error) => Note($"exception: {error}");
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(address, StringComparison.Ordinal) && !request.Url.StartsWith("data:", StringComparison.Ordinal)
                && !request.Url.StartsWith("blob:", StringComparison.Ordinal))
            {
                Note($"request to {request.Url}");
            }
        };
    }

    public IPage Page { get; }

    public ILocator Tiles => Page.GetByTestId("tile");

    public ILocator Stream => Page.GetByTestId("stream-state");

    public ILocator SheetState => Page.GetByTestId("sheet-state");

    public static async Task<LabPage> CreateAsync(IBrowserContext context, string address) => new(context, await context.NewPageAsync(), address);

    public ILocator Tile(string kind) => Page.Locator($"[data-testid=tile][data-kind={kind}]");

    public async Task GotoAsync(string address = "")
    {
        await Page.GotoAsync(address);
        await Expect(Page.GetByTestId("status-bar")).ToBeVisibleAsync();
    }

    /// <summary>Loads the page again, as the key does.</summary>
    public async Task ReloadAsync()
    {
        await Page.ReloadAsync();
        await Expect(Page.GetByTestId("status-bar")).ToBeVisibleAsync();
    }

    /// <summary>Says that messages with this text belong to the test.</summary>
    public LabPage Allow(string text)
    {
        _allowed.Add(text);
        return this;
    }

    public async Task StreamsByAsync(string transport)
    {
        await Expect(Stream).ToHaveAttributeAsync("data-transport", transport, new() { Timeout = 60_000 });
        await Expect(Stream).ToHaveAttributeAsync("data-state", "open", new() { Timeout = 60_000 });
    }

    public Task SavedAsync() => Expect(SheetState).ToHaveTextAsync("Sheet: saved");

    /// <summary>Runs a command of the palette by its name.</summary>
    public async Task CommandAsync(string name)
    {
        await Page.Keyboard.PressAsync("Control+k");
        await Page.GetByTestId("palette").GetByRole(AriaRole.Combobox).FillAsync(name);
        await Page.Keyboard.PressAsync("Enter");
        await Expect(Page.GetByTestId("palette")).ToHaveCountAsync(0);
    }

    public async Task MenuAsync(ILocator tile, string item)
    {
        await tile.GetByTestId("tile-menu").ClickAsync();
        await Page.GetByRole(AriaRole.Menuitem, new() { Name = item }).ClickAsync();
    }

    /// <summary>A picture among the artefacts.</summary>
    public Task PictureAsync(string name) => Page.ScreenshotAsync(new() { Path = Path.Combine(Artifacts.Folder, name + ".png") });

    public async ValueTask DisposeAsync()
    {
        await _context.CloseAsync();
        lock (_faults)
        {
            _faults.Should().BeEmpty();
        }
    }

    private void Note(string fault)
    {
        lock (_faults)
        {
            if (!_allowed.Exists(a => fault.Contains(a, StringComparison.Ordinal)))
            {
                _faults.Add(fault);
            }
        }
    }
}
