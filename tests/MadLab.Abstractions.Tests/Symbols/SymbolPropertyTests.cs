using System.Text.RegularExpressions;
using FluentAssertions;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace MadLab.Abstractions.Tests.Symbols;

/// <summary>Symbols against the rule as a regular expression, on text that is nearly a symbol and text that is anything.</summary>
public sealed partial class SymbolPropertyTests
{
    private const string Allowed = "ABCXYZabcxyz0189.&/:=@$#^_- ";

    private static readonly Gen<string> Nearly = Text(Gen.Elements(Allowed.ToCharArray()));

    private static readonly Gen<string> Spoilt = Text(Gen.Frequency(
        (20, Gen.Elements(Allowed.ToCharArray())),
        (1, Gen.Elements("\\%*?,;'\"<>|~`!()[]{}+\0\t\r\n\u0085\u00A0\u0131\u0130\u017F\u212A\uFF21\uD83D".ToCharArray()))));

    private static readonly Gen<string> Anything = Text(Gen.Choose(0, 0xFFFF).Select(c => (char)c));

    private static readonly Gen<string> Texts = Gen.OneOf(Nearly, Spoilt, Anything);

    [Fact]
    public void TryParse_AnyText_AgreesWithTheRule() =>
        Seeded.Check(Prop.ForAll(Texts.ToArbitrary(), text => Symbol.TryParse(text, out _) == IsSymbol(text)), 50_000);

    [Fact]
    public void TryParse_ItsOwnOutput_IsTheSameSymbol() =>
        Seeded.Check(
            Prop.ForAll(Texts.ToArbitrary(), text => !Symbol.TryParse(text, out var symbol) || (Symbol.TryParse(symbol.Value, out var again) && again == symbol)),
            20_000);

    [Fact]
    public void TryParse_OtherCaseAndMoreSpace_IsTheSameSymbol() =>
        Seeded.Check(
            Prop.ForAll(Nearly.ToArbitrary(), text =>
            {
                var parses = Symbol.TryParse(text, out var symbol);
                var lower = Symbol.TryParse($" {text.ToLowerInvariant()}\n", out var other);
                return parses == lower && symbol == other && symbol.GetHashCode() == other.GetHashCode();
            }),
            20_000);

    [Fact]
    public void TryParse_AnySymbol_HasNoCharacterThatLeavesAFolder() =>
        Seeded.Check(
            Prop.ForAll(Texts.ToArbitrary(), text =>
                !Symbol.TryParse(text, out var symbol)
                || (symbol.Value.Length is >= 1 and <= Symbol.MaxLength
                    && !symbol.Value.Contains("..", StringComparison.Ordinal)
                    && !symbol.Value.Contains("//", StringComparison.Ordinal)
                    && !symbol.Value.Contains('\\', StringComparison.Ordinal)
                    && !symbol.Value.Any(char.IsControl)
                    && symbol.Value.Any(char.IsAsciiLetterOrDigit))),
            20_000);

    [Fact]
    public void CompareTo_AnySymbols_IsATotalOrderInLineWithEquality() =>
        Seeded.Check(
            Prop.ForAll(Nearly.Where(IsSymbol).Three().ToArbitrary(), texts =>
            {
                var (a, b, c) = (Symbol.Parse(texts.Item1), Symbol.Parse(texts.Item2), Symbol.Parse(texts.Item3));
                return Math.Sign(a.CompareTo(b)) == -Math.Sign(b.CompareTo(a))
                    && a.CompareTo(b) == 0 == (a == b)
                    && !(a <= b && b <= c && a > c);
            }),
            5_000);

    [Fact]
    public void Texts_TheGenerators_MakeBothSymbolsAndOthers()
    {
        foreach (var texts in new[] { Nearly, Spoilt })
        {
            var sample = texts.Sample(1_000, 30).ToArray();

            sample.Count(IsSymbol).Should().BeGreaterThan(50);
            sample.Count(t => !IsSymbol(t)).Should().BeGreaterThan(50);
        }
    }

    private static Gen<string> Text(Gen<char> characters) =>
        from length in Gen.Choose(0, 36)
        from text in characters.ArrayOf(length)
        select new string(text);

    private static bool IsSymbol(string text)
    {
        var upper = text.Trim();
        return Rule().IsMatch(upper) && !upper.Contains("..", StringComparison.Ordinal) && !upper.Contains("//", StringComparison.Ordinal);
    }

    [GeneratedRegex(@"\A(?=.*[A-Za-z0-9])[A-Za-z0-9.&/:=@$#^_\- ]{1,32}\z", RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex Rule();
}
