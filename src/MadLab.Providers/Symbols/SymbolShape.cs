using System.Globalization;

namespace MadLab.Providers;

/// <summary>What a symbol says by the way it is written.</summary>
/// <param name="Kind">What it names.</param>
/// <param name="Root">The ticker, the index's name, the pair's first currency, or the option's underlying.</param>
/// <param name="Other">The class of a share, the pair's second currency; empty where there is none.</param>
/// <param name="Contract">Expiry, right and strike of an option as the OCC writes them, <c>yyMMdd</c>, <c>C</c> or <c>P</c> and the strike in thousandths, 8 digits; empty where it is none.</param>
internal readonly record struct SymbolShape(SymbolKind Kind, string Root, string Other = "", string Contract = "")
{
    private const int ContractLength = 15;

    private static readonly HashSet<string> Currencies = new(StringComparer.Ordinal)
    {
        "AUD", "BRL", "CAD", "CHF", "CNH", "CNY", "CZK", "DKK", "EUR", "GBP", "HKD", "HUF", "ILS", "INR", "JPY", "KRW", "MXN", "NOK", "NZD",
        "PLN", "SEK", "SGD", "THB", "TRY", "USD", "XAG", "XAU", "ZAR",
    };

    private static readonly HashSet<string> CryptoQuotes = new(StringComparer.Ordinal) { "USD", "USDT", "USDC", "EUR", "GBP", "JPY", "BTC", "ETH" };

    public static IEnumerable<string> CryptoQuotesLongestFirst => CryptoQuotes.OrderByDescending(static q => q.Length);

    /// <summary>Reads the canonical text of a symbol.</summary>
    public static SymbolShape Of(Symbol symbol)
    {
        var text = symbol.Value;
        if (text.Length > ContractLength && IsContract(text.AsSpan(text.Length - ContractLength)) && text[..^ContractLength].TrimEnd() is { Length: > 0 and <= 6 } root)
        {
            return new(SymbolKind.Option, root, Contract: text[^ContractLength..]);
        }

        if (text[0] == '^')
        {
            return new(SymbolKind.Index, text[1..]);
        }

        if (text.EndsWith("=X", StringComparison.Ordinal) && text.Length == 8 && IsCurrency(text[..3]) && IsCurrency(text[3..6]))
        {
            return new(SymbolKind.Forex, text[..3], text[3..6]);
        }

        var cut = text.IndexOfAny(['-', '/']);
        if (cut > 0)
        {
            var (first, second) = (text[..cut], text[(cut + 1)..]);
            if (IsCurrency(first) && IsCurrency(second))
            {
                return new(SymbolKind.Forex, first, second);
            }

            if (CryptoQuotes.Contains(second))
            {
                return new(SymbolKind.Crypto, first, second);
            }
        }

        // VOD.L is a share in London and no class of one: one letter further on than C is taken for an exchange.
        return text.Length > 2 && text[^1] is 'A' or 'B' or 'C' && text[^2] == '.' ? new(SymbolKind.Share, text[..^2], text[^1..]) : new(SymbolKind.Share, text);
    }

    public static bool IsCurrency(string text) => Currencies.Contains(text);

    /// <summary>Six digits that are a day, the right, and eight digits.</summary>
    public static bool IsContract(ReadOnlySpan<char> text) =>
        text.Length == ContractLength && text[6] is 'C' or 'P' && !text[7..].ContainsAnyExceptInRange('0', '9')
        && DateOnly.TryParseExact(text[..6], "yyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);
}
