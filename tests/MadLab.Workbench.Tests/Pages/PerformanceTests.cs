using System.Globalization;
using System.Text.Json;
using FluentAssertions;
using MadLab.Workbench.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace MadLab.Workbench.Tests.Pages;

/// <summary>
/// What twenty tiles with fifty live symbols at four updates a second cost the page, by the browser's own counters. The figures are reported in every run and judged in the long mode alone, because the machines
/// of a normal run are shared.
/// </summary>
[Collection(OneBrowser.Name)]
public sealed class PerformanceTests(Browser browser, SharedHost shared, ITestOutputHelper output)
{
    private static readonly bool IsLong = Environment.GetEnvironmentVariable("MADLAB_TEST_LONG") == "1";

    [BrowserFact]
    public async Task TwentyTiles_FiftySymbols_KeepTheMainThreadFree()
    {
        await using var page = await browser.NewAsync(shared.Host, o => o.ReducedMotion = Microsoft.Playwright.ReducedMotion.NoPreference);
        await page.Page.AddInitScriptAsync($"localStorage.setItem('madlab.sheets', {JsonSerializer.Serialize(Sheet())})");
        await page.GotoAsync();
        await page.StreamsByAsync("websocket");
        await Microsoft.Playwright.Assertions.Expect(page.Page.Locator("[data-seq]")).ToHaveCountAsync(50);
        await Microsoft.Playwright.Assertions.Expect(page.Page.Locator(".skeleton")).ToHaveCountAsync(0);
        var devtools = await page.Page.Context.NewCDPSessionAsync(page.Page);
        await devtools.SendAsync("Performance.enable");

        var before = await ReadAsync(devtools);
        var counts = await page.Page.EvaluateAsync<JsonElement>(Watch, IsLong ? 20_000 : 4_000);
        var after = await ReadAsync(devtools);

        var seconds = after["Timestamp"] - before["Timestamp"];
        var share = (after["TaskDuration"] - before["TaskDuration"]) / seconds;
        var frames = counts.GetProperty("frames").GetInt32() / counts.GetProperty("seconds").GetDouble();
        var changes = counts.GetProperty("changes").GetInt32() / counts.GetProperty("seconds").GetDouble();
        var report = string.Create(
            CultureInfo.InvariantCulture,
            $"main thread {share:P0} busy, {frames:0.0} frames a second, {changes:0} cells changed a second, heap {after["JSHeapUsedSize"] / 1e6:0.0} MB, {Environment.ProcessorCount} cores");
        output.WriteLine(report);
        await File.WriteAllTextAsync(Path.Combine(Artifacts.Folder, "performance.txt"), report + "\n");
        changes.Should().BePositive("else nothing was measured");
        if (IsLong)
        {
            share.Should().BeLessThan(0.3);
            frames.Should().BeGreaterThan(55);
            changes.Should().BeGreaterThan(100);
        }
    }

    [BrowserFact]
    public async Task TenMinutes_OfLivePrices_GrowNoMemory()
    {
        await using var page = await browser.NewAsync(shared.Host);
        await page.Page.AddInitScriptAsync($"localStorage.setItem('madlab.sheets', {JsonSerializer.Serialize(Sheet())})");
        await page.GotoAsync();
        await page.StreamsByAsync("websocket");
        await Microsoft.Playwright.Assertions.Expect(page.Page.Locator("[data-seq]")).ToHaveCountAsync(50);
        var devtools = await page.Page.Context.NewCDPSessionAsync(page.Page);
        await devtools.SendAsync("Performance.enable");

        // Ten minutes in the long mode; else as many seconds, which a leak of every update would show as well.
        var turn = IsLong ? 120_000 : 2_000;
        var heaps = new List<double>();
        for (var i = 0; i < 6; i++)
        {
            await page.Page.EvaluateAsync(Watch, turn);
            await devtools.SendAsync("HeapProfiler.collectGarbage");
            heaps.Add((await ReadAsync(devtools))["JSHeapUsedSize"] / 1e6);
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"heap after garbage collections, MB: {string.Join(", ", heaps.Select(h => h.ToString("0.0", CultureInfo.InvariantCulture)))}"));

        // The first turn still fills caches.
        heaps[^1].Should().BeLessThan(heaps[1] * 1.15 + 1);
    }

    private const string Watch =
        """
        async ms => {
          let frames = 0, changes = 0, isOn = true;
          const observer = new MutationObserver(list => { changes += list.length; });
          document.querySelectorAll('[data-seq]').forEach(cell => observer.observe(cell, { attributes: true, attributeFilter: ['data-seq'] }));
          const started = performance.now();
          const frame = () => { frames++; if (isOn) requestAnimationFrame(frame); };
          requestAnimationFrame(frame);
          await new Promise(done => setTimeout(done, ms));
          isOn = false;
          observer.disconnect();
          return { frames, changes, seconds: (performance.now() - started) / 1000 };
        }
        """;

    private static async Task<Dictionary<string, double>> ReadAsync(Microsoft.Playwright.ICDPSession devtools)
    {
        var answer = (await devtools.SendAsync("Performance.getMetrics"))!.Value;
        return answer.GetProperty("metrics").EnumerateArray().ToDictionary(m => m.GetProperty("name").GetString()!, m => m.GetProperty("value").GetDouble());
    }

    /// <summary>Five watch lists of ten symbols each, and five each of candles, key figures and notes, all of them in sight or not.</summary>
    private static string Sheet()
    {
        var kinds = new[] { "watchlist", "candles", "kpis", "note" };
        var tiles = Enumerable.Range(0, 20).Select(i => new
        {
            id = $"t{i}",
            kind = kinds[i % 4],
            group = "none",
            symbol = $"P{i % 5}0",
            props = new { symbols = Enumerable.Range(0, 10).Select(n => $"P{i / 4}{n}") },
            layout = new { x = i % 4 * 3, y = i / 4 * 8, w = 3, h = 8 },
        });
        return JsonSerializer.Serialize(new { sheets = new[] { new { key = "k", tag = "", title = "Twenty", data = new { kind = "madlab.sheet", schema = 1, tiles, groups = new { } } } }, active = "k" });
    }
}
