using MadLab.Market.Feeds.Silence;

namespace MadLab.Market.Providers;

/// <summary>The kinds of instruments that show in the form of a symbol.</summary>
internal static class SymbolForm
{
    private const int ContractLength = 15;

    /// <summary>The kind; null where the form says none, as that of a share does.</summary>
    public static AssetClass? Of(Symbol symbol)
    {
        var text = symbol.Value;
        return text.StartsWith('^') ? AssetClass.Index
            : InstrumentHours.IsForex(text) ? AssetClass.Forex
            : InstrumentHours.IsCrypto(text) ? AssetClass.Crypto
            : IsOption(text) ? AssetClass.Option
            : null;
    }

    /// <summary>As the OCC writes it, an underlying of 1 to 6 places, six digits of a day, C or P and eight of a strike.</summary>
    private static bool IsOption(string text) =>
        text.Length is > ContractLength and <= ContractLength + 6
        && text[^9] is 'C' or 'P'
        && !text.AsSpan(text.Length - 8).ContainsAnyExceptInRange('0', '9')
        && !text.AsSpan(text.Length - ContractLength, 6).ContainsAnyExceptInRange('0', '9');
}
