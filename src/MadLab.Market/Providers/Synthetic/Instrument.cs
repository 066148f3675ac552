using MadLab.Market.Info;

namespace MadLab.Market.Providers.Synthetic;

/// <summary>What is fixed about one instrument; for a symbol of the table from there, for any other from its letters.</summary>
internal sealed class Instrument
{
    private const double SessionsPerYear = 252;
    private const double MarketVolatility = 0.16;
    private const double SectorLoading = 0.26;
    private const double GrowthPerYear = 0.03;
    private const int GrowthOrigin = 6_300; // about the start of 2025: where the table's prices belong
    private const int GrowthReach = 25 * 252;

    private static readonly ulong MarketKey = Noise.Key(Noise.Seed("market"), Noise.Use.Walk);
    private static readonly ulong[] SectorKeys =
        [.. Enum.GetNames<Sector>().Select(name => Noise.Key(Noise.Seed($"sector {name}"), Noise.Use.Walk))];

    private readonly double _price;
    private readonly double _marketLoading;
    private readonly double _ownLoading;
    private readonly Sector _sector;

    private Instrument(Symbol symbol, ulong seed, KnownInstruments.Known traits)
    {
        Symbol = symbol;
        Seed = seed;
        Name = traits.Name;
        Type = traits.Type;
        Volatility = traits.Volatility / 100.0;
        Eps = traits.Eps;
        Dividend = traits.Dividend;
        Shares = traits.Shares * 1_000_000;
        Scale = traits.Price switch
        {
            < 1 => 6,
            < 5 => 4,
            _ => 2,
        };
        _price = traits.Price;
        _sector = traits.Sector;

        // Loadings around 0.71 make correlations of 0.48 to 0.6; a year's sample then stays between 0.2 and 0.8 by about five deviations.
        var key = Noise.Key(seed, Noise.Use.Traits);
        _marketLoading = Noise.Uniform(key, 0, 0.695, 0.73);
        _ownLoading = Math.Sqrt(1 - (_marketLoading * _marketLoading) - (SectorLoading * SectorLoading));
        SkewRho = Noise.Uniform(key, 1, -0.55, -0.25);
        SkewEta = Noise.Uniform(key, 2, 0.7, 1.1);
        AverageVolume = traits is { Type: AssetClass.Equity, Shares: { } millions }
            ? millions * 1e6 * Noise.Uniform(key, 3, 0.003, 0.009)
            : Noise.Uniform(key, 3, 2e6, 40e6);
    }

    public Symbol Symbol { get; }

    public ulong Seed { get; }

    public string Name { get; }

    public AssetClass Type { get; }

    /// <summary>Long-run volatility, yearly, a fraction.</summary>
    public double Volatility { get; }

    /// <summary>Long-run deviation of a session's log return.</summary>
    public double DailyVolatility => Volatility / Math.Sqrt(SessionsPerYear);

    /// <summary>Digits after the point: 2; 4 around 1.00; 6 below, so that a tick stays a small part of the price.</summary>
    public byte Scale { get; }

    public long? Shares { get; }

    public decimal? Eps { get; }

    public decimal? Dividend { get; }

    /// <summary>Units traded in a usual session.</summary>
    public double AverageVolume { get; }

    /// <summary>Slope on the market factor.</summary>
    public double Beta => _marketLoading * Volatility / MarketVolatility;

    /// <summary>How far the volatility surface leans.</summary>
    public double SkewRho { get; }

    /// <summary>How much the volatility surface bends.</summary>
    public double SkewEta { get; }

    /// <summary>The instrument of any symbol.</summary>
    public static Instrument Of(Symbol symbol)
    {
        var seed = Noise.Seed(symbol.Value);
        return new Instrument(symbol, seed, KnownInstruments.BySymbol.GetValueOrDefault(symbol.Value) ?? Derive(symbol, seed));
    }

    /// <summary>The price, or difference of prices, of a number of ticks.</summary>
    public decimal PriceOf(int ticks) => new(Math.Abs(ticks), 0, 0, ticks < 0, Scale);

    /// <summary>Closing prices, in ticks before rounding, from one session on; session 0 is the day before the first.</summary>
    public void FillCloses(int first, Span<double> closes)
    {
        closes.Clear();
        var daily = DailyVolatility;
        Walk.AddTo(MarketKey, first, daily * _marketLoading, closes);
        Walk.AddTo(SectorKeys[(int)_sector], first, daily * SectorLoading, closes);
        Walk.AddTo(Noise.Key(Seed, Noise.Use.Walk), first, daily * _ownLoading, closes);
        var ticksPerUnit = Scale switch
        {
            2 => 100,
            4 => 10_000,
            _ => 1_000_000,
        };
        for (var i = 0; i < closes.Length; i++)
        {
            closes[i] = _price * ticksPerUnit * Noise.Exp(closes[i] + Growth(first + i));
        }
    }

    // It ends in both directions, so that a price neither vanishes nor explodes however far one looks.
    private double Growth(int session) => Type is AssetClass.Equity or AssetClass.Etf
        ? GrowthPerYear / SessionsPerYear * Math.Clamp(session - GrowthOrigin, -GrowthReach, GrowthReach)
        : 0;

    private static KnownInstruments.Known Derive(Symbol symbol, ulong seed)
    {
        var key = Noise.Key(seed, Noise.Use.Traits);
        var type = SymbolConventions.TypeOf(symbol);
        var price = 12 * Noise.Exp(Noise.Uniform(key, 10, 0, 3.6)); // 12 to 440
        var volatility = (int)Noise.Uniform(key, 11, 21, 46);
        var name = $"{symbol} (synthetic)";
        if (type != AssetClass.Equity)
        {
            var sector = type switch
            {
                AssetClass.Crypto => Sector.Crypto,
                AssetClass.Forex => Sector.Currency,
                _ => Sector.Broad,
            };
            return new(symbol.Value, name, type, sector, price, volatility, null, null, null);
        }

        var eps = Noise.Uniform(key, 12) < 0.1
            ? -Noise.Uniform(key, 13, 0.005, 0.05) * price
            : price / Noise.Uniform(key, 13, 9, 38);
        var dividend = Noise.Uniform(key, 14) < 0.4 ? 0 : price * Noise.Uniform(key, 15, 0.004, 0.035);
        return new(
            symbol.Value,
            name,
            type,
            (Sector)(Noise.Bits(key, 16) % (ulong)Sector.Broad),
            price,
            volatility,
            (long)Noise.Uniform(key, 17, 40, 4_000),
            decimal.Round((decimal)eps, 2),
            decimal.Round((decimal)dividend, 2));
    }
}
