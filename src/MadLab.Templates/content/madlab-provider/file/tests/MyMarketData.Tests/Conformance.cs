using System.Globalization;
using MadLab;
using MadLab.Testing.Conformance;
using MadLab.Testing.Xunit;
using Xunit;

namespace MyMarketData.Tests;

/// <summary>The provider against the rules that hosts rest on.</summary>
public sealed class Conformance : ProviderConformanceTests
{
    protected override IMarketDataProvider Create()
    {
        var folder = Directory.CreateTempSubdirectory().FullName;
        Write(folder, "ACME", 100);
        Write(folder, "AJAX", 200);
        return new VendorProvider(folder);
    }

    protected override ConformanceOptions Options => new() { Symbol = Symbol.Parse("ACME"), Other = Symbol.Parse("AJAX") };

    [Fact]
    public async Task BrokenLine_IsNamed()
    {
        var folder = Directory.CreateTempSubdirectory().FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "ACME.txt"), "2026-01-02 1 2 0.5 1 1000\n2026-01-05 1 2");

        var failure = await Assert.ThrowsAsync<MarketDataException>(() => new VendorProvider(folder).GetPricesAsync(new PriceRequest { Symbol = Symbol.Parse("ACME") }));

        Assert.Equal("ACME.txt, line 2: six fields are needed.", failure.Message);
    }

    private static void Write(string folder, string symbol, int price)
    {
        var newest = new DateOnly(2026, 1, 30);
        var days = Enumerable.Range(0, 800).Select(i => newest.AddDays(i - 799)).Where(static d => d.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday));
        File.WriteAllLines(
            Path.Combine(folder, symbol + ".txt"),
            days.Select(d => string.Create(CultureInfo.InvariantCulture, $"{d:yyyy-MM-dd} {price + (d.DayNumber % 7)} {price + 9} {price - 1} {price + (d.DayNumber % 5)} 1000")));
    }
}
