using FluentAssertions;
using FsCheck;
using FsCheck.Fluent;
using MadLab.TestSupport;
using Xunit;

namespace MadLab.Providers.Lean.Tests;

/// <summary>Whatever the symbol, nothing outside the folder is opened.</summary>
public sealed class SymbolSafetyTests : LeanTestBase
{
    private static readonly string[] Pieces =
    [
        "..", ".", "/", "\\", "//", "../", "..\\", "%2e%2e%2f", "%00", "\0", ":", "~", "$HOME", "C:", "\\\\?\\", "=X", "-", "_", " ", "\n", "\u2025", "\uff0e",
        "acme", "ACME", "secret", "btc", "usd", "eur", "etc", "passwd", ".zip", "_trade", "_trade.zip", "daily", "equity", "usa", "minute", "map_files", "con", "nul", "lean",
    ];

    private static int Tests => Environment.GetEnvironmentVariable("MADLAB_TEST_LONG") == "1" ? 1_000_000 : 20_000;

    [Fact]
    public void Catalog_RandomText_OpensNothingOutsideTheFolder()
    {
        PlantDecoys();
        var opened = new HashSet<string>(StringComparer.Ordinal);
        Provider.Files.Opening = path => opened.Add(path);
        var found = 0;

        Check(Prop.ForAll(Arb.From(Texts()), text =>
        {
            if (Symbol.TryParse(text, out var symbol))
            {
                // The same ways in as the four interfaces have, without a task for each of a million symbols.
                found += Provider.GetReplay(symbol) is null ? 0 : 1;
            }
        }), Tests);

        found.Should().BePositive("some symbols are known");
        opened.Should().NotBeEmpty().And.OnlyContain(path => IsInside(path));
    }

    [Fact]
    public void Provider_RandomSymbols_AnswersOrFailsAndOpensNothingOutsideTheFolder()
    {
        PlantDecoys();
        var opened = new HashSet<string>(StringComparer.Ordinal);
        Provider.Files.Opening = path =>
        {
            lock (opened)
            {
                opened.Add(path);
            }
        };

        Check(Prop.ForAll(Arb.From(Texts()), text =>
        {
            if (Symbol.TryParse(text, out var symbol))
            {
                Provider.SearchAsync(symbol.Value, 20).GetAwaiter().GetResult();
                AnswersOrFails(() => Provider.GetPricesAsync(new PriceRequest { Symbol = symbol, Range = PriceRange.OneDay }));
                AnswersOrFails(() => Provider.GetOptionChainAsync(symbol));
            }
        }), Tests / 20);

        opened.Should().NotBeEmpty().And.OnlyContain(path => IsInside(path));
    }

    [Theory]
    [InlineData("A/../../SECRET")]
    [InlineData("../SECRET")]
    [InlineData("/ETC/PASSWD")]
    [InlineData("./ACME")]
    [InlineData("DAILY/ACME")]
    [InlineData("ACME.ZIP")]
    [InlineData("C:ACME")]
    public async Task GetPrices_PathLikeSymbol_IsUnknown(string text)
    {
        PlantDecoys();
        if (Symbol.TryParse(text, out _))
        {
            (await PricesFail(text)).Kind.Should().Be(MarketErrorKind.SymbolUnknown);
        }
        else
        {
            text.Should().Contain("..", "only this is refused before it comes here");
        }
    }

    [Fact]
    public async Task GetPrices_MapFileThatNamesAPath_IsMalformed()
    {
        Folder.WriteText("equity/usa/map_files/gama.csv", "20230101,../../../../secret\n20501231,../../../../secret\n");
        PlantDecoys();

        (await PricesFail("GAMA")).Kind.Should().Be(MarketErrorKind.Malformed);
    }

    private static void AnswersOrFails<T>(Func<Task<T>> ask)
    {
        try
        {
            ask().GetAwaiter().GetResult().Should().NotBeNull();
        }
        catch (MarketDataException e)
        {
            e.Kind.Should().BeOneOf(MarketErrorKind.SymbolUnknown, MarketErrorKind.NoData);
        }
    }

    private static Gen<string> Texts()
    {
        var piece = Gen.Elements(Pieces);
        var letter = Gen.Elements("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.&/:=@$#^_- ".ToCharArray()).Select(c => c.ToString());
        var any = Gen.Choose(0, 0xFFFF).Select(c => ((char)c).ToString());
        return Gen.Frequency((6, piece), (6, letter), (1, any))
            .ArrayOf()
            .Resize(8)
            .Select(string.Concat);
    }

    private bool IsInside(string path) => path.StartsWith(Folder.Path + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    // What a symbol could reach if it named a path.
    private void PlantDecoys()
    {
        foreach (var decoy in new[] { "../secret.zip", "../acme.zip", "secret.zip", "equity/secret.zip", "equity/usa/secret.zip", "../secret/daily/acme.zip" })
        {
            Folder.WriteZip(decoy, "20240705 00:00,1,2,1,2,5");
        }
    }
}
