namespace MadLab.Market.Quality;

/// <summary>Checks a provider's description of an instrument before anybody sees it.</summary>
internal static class InfoValidation
{
    /// <summary>Checks the description.</summary>
    /// <param name="symbol">What was asked for.</param>
    /// <param name="info">What came.</param>
    /// <exception cref="MarketDataException"><see cref="MarketErrorKind.Malformed"/>: the message says what is wrong.</exception>
    public static void Check(Symbol symbol, InstrumentInfo? info)
    {
        if (info is null)
        {
            Malformed.Throw(symbol, $"the provider answered null; without data it throws NoData.");
        }

        Malformed.ThrowIfNot(symbol, info.Symbol);
        if (string.IsNullOrWhiteSpace(info.Name))
        {
            Malformed.Throw(symbol, $"the instrument has no name; use the symbol where there is no other.");
        }

        if (info.TickSize <= 0 || !Enum.IsDefined(info.Type))
        {
            Malformed.Throw(symbol, $"the tick size {info.TickSize} is not positive, or the type {info.Type} is none.");
        }
    }
}
