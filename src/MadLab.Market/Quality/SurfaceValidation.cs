namespace MadLab.Market.Quality;

/// <summary>Checks a provider's volatility surface before anybody sees it.</summary>
internal static class SurfaceValidation
{
    /// <summary>Checks the surface.</summary>
    /// <param name="symbol">What was asked for.</param>
    /// <param name="surface">What came.</param>
    /// <exception cref="MarketDataException"><see cref="MarketErrorKind.Malformed"/>: the message names the first point that is wrong.</exception>
    public static void Check(Symbol symbol, VolSurface? surface)
    {
        if (surface is null)
        {
            Malformed.Throw(symbol, $"the provider answered null; without data it throws NoData.");
        }

        Malformed.ThrowIfNot(symbol, surface.Symbol);
        Malformed.ThrowIfNotUtc(symbol, surface.Timestamp);
        var points = surface.Points;
        if (points is not { Count: > 0 })
        {
            Malformed.Throw(symbol, $"a surface has no points; without data a provider throws NoData.");
        }

        var previous = default(VolPoint);
        for (var i = 0; i < points.Count; i++)
        {
            var point = points[i];
            if (point.Strike <= 0 || !(point.ImpliedVol > 0) || !double.IsFinite(point.ImpliedVol))
            {
                Malformed.Throw(symbol, $"point {i} ({point.Expiry:yyyy-MM-dd}): strike {point.Strike} and volatility {point.ImpliedVol} are not both positive numbers.");
            }

            if (!IsFinite(point.Delta) || !IsFinite(point.Gamma) || !IsFinite(point.Theta) || !IsFinite(point.Vega))
            {
                Malformed.Throw(symbol, $"point {i} ({point.Expiry:yyyy-MM-dd}, strike {point.Strike}): a sensitivity is not a number.");
            }

            if (!IsFinite(point.BidVol) || !IsFinite(point.AskVol) || point.BidVol < 0 || point.BidVol > point.AskVol)
            {
                Malformed.Throw(symbol, $"point {i} ({point.Expiry:yyyy-MM-dd}, strike {point.Strike}): bid {point.BidVol} and ask {point.AskVol} are no band of volatilities.");
            }

            if (i > 0 && (point.Expiry < previous.Expiry || (point.Expiry == previous.Expiry && point.Strike <= previous.Strike)))
            {
                Malformed.Throw(symbol, $"point {i} ({point.Expiry:yyyy-MM-dd}, strike {point.Strike}): points go by expiry, then by strike, each once.");
            }

            previous = point;
        }
    }

    private static bool IsFinite(double? value) => value is null || double.IsFinite(value.Value);
}
