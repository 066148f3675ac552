using FluentAssertions;
using MadLab.Providers.Csv;
using MadLab.Testing.Conformance;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Xunit;

namespace MadLab.Providers.Tests.Csv;

public sealed class CsvTests : IDisposable
{
    private static readonly Symbol Acme = Symbol.Parse("ACME");

    private readonly string _folder = Directory.CreateTempSubdirectory("madlab-csv-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Conformance_OfEverything_Passes()
    {
        WriteYears("ACME.csv", 100);
        WriteYears("AJAX.csv", 200);
        Write("ACME.splits.csv", "date,ratio", "2025-06-02,2");
        Write("ACME.dividends.csv", "date,amount", "2025-09-01,0.5");
        Write("ACME.5m.csv", ["time,open,high,low,close,volume", .. Enumerable.Range(0, 78).Select(i => $"{new DateTime(2025, 12, 30, 14, 30, 0).AddMinutes(5 * i):yyyy-MM-ddTHH:mm:ssZ},100,102,99,{100 + (i % 3)},10")]);
        Write("symbols.csv", "symbol,name,type,exchange,timezone,currency", "ACME,\"Acme, Inc.\",equity,NYSE,America/New_York,USD", "AJAX,Ajax,etf,,,");

        var report = await ProviderConformance.RunAsync(Provider(), new ConformanceOptions { Symbol = Acme, Other = Symbol.Parse("AJAX") });

        report.Results.Where(r => r.Outcome is ConformanceOutcome.Failed).Select(r => $"{r.Check.Id}: {r.Message}").Should().BeEmpty();
        report.Count(ConformanceOutcome.Passed).Should().BeGreaterThan(40);
    }

    [Fact]
    public async Task Folder_ReadmesExample_IsReadAsItSays()
    {
        Write("ACME.csv", "Date;Open;High;Low;Close;Volume", "2024-01-03;51;52;50;51.5;2000", "2024-01-02 00:00:00;100;104;99;102;1000");
        Write("ACME.splits.csv", "date,ratio", "2024-01-03,2");
        Write("BTC%2FUSD.csv", "time,open,high,low,close", "20240102,1,2,0.5,1.5");
        Write("BRK.B.csv", "date,open,high,low,close,volume", "2024/01/02,1,2,0.5,1.5,");
        Write("notes.txt", "not a file of bars");

        var series = await Provider().GetPricesAsync(new PriceRequest { Symbol = Acme, Adjustment = PriceAdjustment.Splits });

        series.Bars.Should().Equal(
            new Bar { Time = new(2024, 1, 2, 0, 0, 0, TimeSpan.Zero), Open = 50, High = 52, Low = 49.5m, Close = 51, Volume = 2000 },
            new Bar { Time = new(2024, 1, 3, 0, 0, 0, TimeSpan.Zero), Open = 51, High = 52, Low = 50, Close = 51.5m, Volume = 2000 });
        series.Adjustment.Should().Be(PriceAdjustment.Splits);
        (await Provider().SearchAsync("b", 10)).Select(m => (m.Symbol.Value, m.Type)).Should().Equal(("BRK.B", AssetClass.Equity), ("BTC/USD", AssetClass.Crypto));
        (await Provider().GetPricesAsync(new PriceRequest { Symbol = Symbol.Parse("BTC/USD") })).Adjustment.Should().Be(PriceAdjustment.Raw, "nothing says what to correct for");
    }

    [Fact]
    public async Task AsOf_KnowsNoSplitOfLater()
    {
        Write("ACME.csv", "date,open,high,low,close,volume", "2024-01-02,100,104,99,102,1000", "2024-01-03,51,52,50,51.5,2000");
        Write("ACME.splits.csv", "date,ratio", "2024-01-03,2");

        var then = await Provider().GetPricesAsync(new PriceRequest { Symbol = Acme, AsOf = new DateOnly(2024, 1, 2) });

        then.Bars.Should().ContainSingle().Which.Close.Should().Be(102);
    }

    [Theory]
    [InlineData("date,open,high,low,close\n2024-01-02,1,2,x,1", "ACME.csv, line 2: 'low' is no number with a point.")]
    [InlineData("date,open,high,low,close\n2024-01-02,1,2,0.5", "ACME.csv, line 2: 4 fields under 5 names.")]
    [InlineData("date,open,high,low,close\n02.01.2024,1,2,0.5,1", "ACME.csv, line 2: 'date' is no day as yyyy-MM-dd.")]
    [InlineData("date,open,high,low\n2024-01-02,1,2,0.5", "ACME.csv, line 1: there is no column 'close'.")]
    [InlineData("date,open,high,low,close\n2024-01-02,1,2,0.5,1\n2024-01-02,1,2,0.5,1", "ACME.csv: the bar of 2024-01-02 00:00 is there twice, or out of order.")]
    [InlineData("", "ACME.csv, line 1: there is no column 'time'.")]
    public async Task BrokenFile_IsNamedWithItsLine(string text, string message)
    {
        Write("ACME.csv", text.Split('\n'));

        var ask = () => Provider().GetPricesAsync(new PriceRequest { Symbol = Acme });

        var failure = (await ask.Should().ThrowAsync<MarketDataException>()).Which;
        (failure.Kind, failure.Message).Should().Be((MarketErrorKind.Malformed, message));
    }

    [Theory]
    [InlineData("../secret")]
    [InlineData("ACME/x")]
    [InlineData("symbols")]
    public async Task Symbol_ReachesNoOtherFile(string symbol)
    {
        Write("ACME.csv", "date,open,high,low,close", "2024-01-02,1,2,0.5,1");
        Write("symbols.csv", "symbol,name", "ACME,Acme");
        File.WriteAllText(Path.Combine(Path.GetDirectoryName(_folder)!, "SECRET.csv"), "date,open,high,low,close\n2024-01-02,1,2,0.5,1");

        if (Symbol.TryParse(symbol, out var parsed))
        {
            var ask = () => Provider().GetPricesAsync(new PriceRequest { Symbol = parsed });
            (await ask.Should().ThrowAsync<MarketDataException>()).Which.Kind.Should().BeOneOf(MarketErrorKind.SymbolUnknown, MarketErrorKind.Malformed);
        }

        File.Delete(Path.Combine(Path.GetDirectoryName(_folder)!, "SECRET.csv"));
    }

    [Theory]
    [InlineData("Folder", "/nowhere", "MadLab:Providers:csv:Folder is '/nowhere', which is no folder")]
    [InlineData("Folder", "", "MadLab:Providers:csv:Folder is not set")]
    [InlineData("Adjustment", "some", "MadLab:Providers:csv:Adjustment is 'some': raw, splits or all is accepted.")]
    public void Setting_ThatCannotBeUsed_IsNamed(string name, string value, string message)
    {
        var settings = new Dictionary<string, string?> { ["MadLab:Providers:csv:Folder"] = _folder, [$"MadLab:Providers:csv:{name}"] = value };
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        var services = new ServiceCollection();
        services.AddMadLab().AddCsv();
        var registration = (ProviderRegistration)services.Single(s => s.ServiceType == typeof(ProviderRegistration)).ImplementationInstance!;

        var make = () => registration.Factory(new ProviderContext("csv", null!, configuration.GetSection("MadLab:Providers:csv")));

        make.Should().Throw<OptionsValidationException>().Which.Failures.Single().Should().StartWith(message);
    }

    private CsvProvider Provider() => new(new CsvProviderOptions { Folder = _folder });

    private void Write(string name, params string[] lines) => File.WriteAllLines(Path.Combine(_folder, name), lines);

    private void WriteYears(string name, int price) => Write(name, ["date,open,high,low,close,volume", .. Enumerable.Range(0, 800).Select(i => new DateOnly(2023, 12, 1).AddDays(i))
        .Where(d => d.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && d <= new DateOnly(2025, 12, 30))
        .Select(d => $"{d:yyyy-MM-dd},{price + (d.DayNumber % 7)},{price + 9},{price - 3},{price + (d.DayNumber % 5)},1000")]);
}
