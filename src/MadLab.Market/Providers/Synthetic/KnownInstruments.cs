using System.Collections.Frozen;

namespace MadLab.Market.Providers.Synthetic;

/// <summary>Names people try first. Names are real; every figure is made up for demonstration, of the order one would expect.</summary>
internal static class KnownInstruments
{
    /// <summary>All of them, by symbol.</summary>
    public static readonly FrozenDictionary<string, Known> BySymbol = List().ToFrozenDictionary(known => known.Symbol, StringComparer.Ordinal);

    /// <summary>All of them, in the order of their symbols.</summary>
    public static readonly IReadOnlyList<Known> All = [.. BySymbol.Values.OrderBy(known => known.Symbol, StringComparer.Ordinal)];

    /// <summary>One row of the table.</summary>
    /// <param name="Symbol">Upper case.</param>
    /// <param name="Name">As people know it.</param>
    /// <param name="Type">What it is.</param>
    /// <param name="Sector">What it moves with.</param>
    /// <param name="Price">The price that it wanders around.</param>
    /// <param name="Volatility">Yearly, in percent.</param>
    /// <param name="Shares">Shares outstanding, in millions; null where there are none.</param>
    /// <param name="Eps">Earnings per share; null where there are none.</param>
    /// <param name="Dividend">Per share and year.</param>
    internal sealed record Known(
        string Symbol, string Name, AssetClass Type, Sector Sector, double Price, int Volatility, long? Shares, decimal? Eps, decimal? Dividend);

    private static Known Stock(string symbol, string name, Sector sector, double price, int volatility, long shares, decimal eps, decimal dividend) =>
        new(symbol, name, AssetClass.Equity, sector, price, volatility, shares, eps, dividend);

    private static Known Fund(string symbol, string name, Sector sector, double price, int volatility, decimal dividend) =>
        new(symbol, name, AssetClass.Etf, sector, price, volatility, null, null, dividend);

    private static Known Other(string symbol, string name, AssetClass type, Sector sector, double price, int volatility, long? coins = null) =>
        new(symbol, name, type, sector, price, volatility, coins, null, null);

    private static Known[] List() =>
    [
        Stock("AAPL", "Apple Inc.", Sector.Technology, 205, 28, 15_100, 6.50m, 1.00m),
        Stock("MSFT", "Microsoft Corporation", Sector.Technology, 430, 25, 7_430, 12.60m, 3.20m),
        Stock("NVDA", "NVIDIA Corporation", Sector.Technology, 125, 44, 24_500, 2.90m, 0.04m),
        Stock("AVGO", "Broadcom Inc.", Sector.Technology, 195, 38, 4_700, 4.10m, 2.20m),
        Stock("ORCL", "Oracle Corporation", Sector.Technology, 160, 32, 2_800, 4.30m, 1.80m),
        Stock("CRM", "Salesforce, Inc.", Sector.Technology, 270, 33, 960, 6.40m, 1.60m),
        Stock("ADBE", "Adobe Inc.", Sector.Technology, 430, 33, 430, 14.20m, 0m),
        Stock("AMD", "Advanced Micro Devices, Inc.", Sector.Technology, 140, 44, 1_620, 1.40m, 0m),
        Stock("INTC", "Intel Corporation", Sector.Technology, 28, 40, 4_350, -0.90m, 0m),
        Stock("CSCO", "Cisco Systems, Inc.", Sector.Technology, 58, 23, 3_970, 2.60m, 1.62m),
        Stock("IBM", "International Business Machines Corporation", Sector.Technology, 230, 24, 930, 6.30m, 6.70m),
        Stock("QCOM", "QUALCOMM Incorporated", Sector.Technology, 160, 34, 1_100, 9.60m, 3.40m),
        Stock("TXN", "Texas Instruments Incorporated", Sector.Technology, 185, 30, 910, 5.20m, 5.40m),
        Stock("MU", "Micron Technology, Inc.", Sector.Technology, 100, 44, 1_120, 5.10m, 0.46m),
        Stock("AMAT", "Applied Materials, Inc.", Sector.Technology, 180, 38, 810, 8.30m, 1.84m),
        Stock("PLTR", "Palantir Technologies Inc.", Sector.Technology, 80, 46, 2_350, 0.25m, 0m),
        Stock("SNOW", "Snowflake Inc.", Sector.Technology, 160, 45, 333, -3.80m, 0m),
        Stock("SHOP", "Shopify Inc.", Sector.Technology, 95, 45, 1_300, 1.20m, 0m),
        Stock("TSM", "Taiwan Semiconductor Manufacturing Company", Sector.Technology, 180, 34, 5_190, 7.10m, 2.50m),
        Stock("ASML", "ASML Holding N.V.", Sector.Technology, 740, 35, 393, 22.40m, 6.80m),
        Stock("GOOG", "Alphabet Inc. Class C", Sector.Communication, 175, 28, 5_500, 8.10m, 0.80m),
        Stock("GOOGL", "Alphabet Inc. Class A", Sector.Communication, 174, 28, 5_830, 8.10m, 0.80m),
        Stock("META", "Meta Platforms, Inc.", Sector.Communication, 560, 35, 2_520, 23.90m, 2.00m),
        Stock("NFLX", "Netflix, Inc.", Sector.Communication, 790, 38, 428, 19.80m, 0m),
        Stock("DIS", "The Walt Disney Company", Sector.Communication, 105, 27, 1_810, 3.10m, 1.00m),
        Stock("CMCSA", "Comcast Corporation", Sector.Communication, 38, 24, 3_780, 4.10m, 1.24m),
        Stock("T", "AT&T Inc.", Sector.Communication, 23, 22, 7_180, 1.50m, 1.11m),
        Stock("VZ", "Verizon Communications Inc.", Sector.Communication, 41, 21, 4_210, 4.10m, 2.70m),
        Stock("AMZN", "Amazon.com, Inc.", Sector.Consumer, 195, 31, 10_500, 5.50m, 0m),
        Stock("TSLA", "Tesla, Inc.", Sector.Consumer, 260, 46, 3_210, 2.00m, 0m),
        Stock("HD", "The Home Depot, Inc.", Sector.Consumer, 375, 24, 993, 14.90m, 9.00m),
        Stock("MCD", "McDonald's Corporation", Sector.Consumer, 295, 20, 716, 11.50m, 7.08m),
        Stock("NKE", "NIKE, Inc.", Sector.Consumer, 78, 31, 1_490, 3.20m, 1.60m),
        Stock("SBUX", "Starbucks Corporation", Sector.Consumer, 92, 28, 1_130, 3.20m, 2.44m),
        Stock("LOW", "Lowe's Companies, Inc.", Sector.Consumer, 245, 26, 563, 12.20m, 4.60m),
        Stock("F", "Ford Motor Company", Sector.Consumer, 11.5, 35, 3_970, 1.40m, 0.60m),
        Stock("GM", "General Motors Company", Sector.Consumer, 49, 34, 1_000, 7.80m, 0.48m),
        Stock("UBER", "Uber Technologies, Inc.", Sector.Consumer, 74, 40, 2_090, 2.10m, 0m),
        Stock("ABNB", "Airbnb, Inc.", Sector.Consumer, 130, 38, 630, 4.20m, 0m),
        Stock("WMT", "Walmart Inc.", Sector.Staples, 85, 20, 8_030, 2.40m, 0.83m),
        Stock("COST", "Costco Wholesale Corporation", Sector.Staples, 900, 22, 444, 16.80m, 4.64m),
        Stock("PG", "The Procter & Gamble Company", Sector.Staples, 168, 20, 2_350, 6.30m, 4.00m),
        Stock("KO", "The Coca-Cola Company", Sector.Staples, 66, 20, 4_310, 2.50m, 1.94m),
        Stock("PEP", "PepsiCo, Inc.", Sector.Staples, 158, 20, 1_370, 6.90m, 5.42m),
        Stock("PM", "Philip Morris International Inc.", Sector.Staples, 125, 21, 1_560, 6.10m, 5.40m),
        Stock("JPM", "JPMorgan Chase & Co.", Sector.Financials, 225, 25, 2_810, 18.00m, 5.00m),
        Stock("BAC", "Bank of America Corporation", Sector.Financials, 42, 28, 7_670, 3.20m, 1.04m),
        Stock("WFC", "Wells Fargo & Company", Sector.Financials, 66, 29, 3_330, 4.90m, 1.60m),
        Stock("C", "Citigroup Inc.", Sector.Financials, 68, 30, 1_890, 5.90m, 2.24m),
        Stock("GS", "The Goldman Sachs Group, Inc.", Sector.Financials, 530, 29, 314, 37.20m, 12.00m),
        Stock("MS", "Morgan Stanley", Sector.Financials, 118, 29, 1_610, 7.00m, 3.70m),
        Stock("AXP", "American Express Company", Sector.Financials, 275, 28, 704, 13.60m, 2.80m),
        Stock("BLK", "BlackRock, Inc.", Sector.Financials, 960, 26, 155, 42.00m, 20.40m),
        Stock("V", "Visa Inc.", Sector.Financials, 295, 22, 1_960, 9.80m, 2.36m),
        Stock("MA", "Mastercard Incorporated", Sector.Financials, 505, 23, 918, 13.60m, 3.04m),
        Stock("PYPL", "PayPal Holdings, Inc.", Sector.Financials, 76, 37, 1_000, 4.10m, 0m),
        Stock("BRK.B", "Berkshire Hathaway Inc. Class B", Sector.Financials, 450, 20, 2_160, 20.50m, 0m),
        Stock("AIG", "American International Group, Inc.", Sector.Financials, 75, 28, 624, 5.20m, 1.60m),
        Stock("UNH", "UnitedHealth Group Incorporated", Sector.HealthCare, 560, 25, 920, 15.50m, 8.40m),
        Stock("JNJ", "Johnson & Johnson", Sector.HealthCare, 158, 20, 2_410, 6.90m, 4.96m),
        Stock("LLY", "Eli Lilly and Company", Sector.HealthCare, 820, 33, 949, 11.80m, 5.20m),
        Stock("PFE", "Pfizer Inc.", Sector.HealthCare, 28, 26, 5_670, 1.40m, 1.68m),
        Stock("MRK", "Merck & Co., Inc.", Sector.HealthCare, 102, 22, 2_530, 6.70m, 3.24m),
        Stock("ABBV", "AbbVie Inc.", Sector.HealthCare, 185, 24, 1_770, 4.90m, 6.20m),
        Stock("TMO", "Thermo Fisher Scientific Inc.", Sector.HealthCare, 570, 26, 382, 16.50m, 1.56m),
        Stock("ABT", "Abbott Laboratories", Sector.HealthCare, 115, 22, 1_740, 3.30m, 2.20m),
        Stock("CVS", "CVS Health Corporation", Sector.HealthCare, 60, 29, 1_260, 4.00m, 2.66m),
        Stock("CAT", "Caterpillar Inc.", Sector.Industrials, 380, 29, 483, 21.80m, 5.64m),
        Stock("BA", "The Boeing Company", Sector.Industrials, 165, 36, 748, -11.30m, 0m),
        Stock("GE", "GE Aerospace", Sector.Industrials, 180, 30, 1_080, 5.30m, 1.12m),
        Stock("HON", "Honeywell International Inc.", Sector.Industrials, 215, 22, 650, 8.70m, 4.52m),
        Stock("UPS", "United Parcel Service, Inc.", Sector.Industrials, 132, 27, 854, 6.70m, 6.52m),
        Stock("LMT", "Lockheed Martin Corporation", Sector.Industrials, 520, 22, 237, 22.30m, 13.20m),
        Stock("DE", "Deere & Company", Sector.Industrials, 405, 28, 272, 25.60m, 5.88m),
        Stock("DAL", "Delta Air Lines, Inc.", Sector.Industrials, 52, 38, 645, 5.30m, 0.60m),
        Stock("XOM", "Exxon Mobil Corporation", Sector.Energy, 115, 26, 4_390, 8.00m, 3.96m),
        Stock("CVX", "Chevron Corporation", Sector.Energy, 150, 26, 1_800, 9.10m, 6.52m),
        Stock("COP", "ConocoPhillips", Sector.Energy, 108, 30, 1_270, 8.40m, 3.12m),
        Stock("SLB", "Schlumberger Limited", Sector.Energy, 43, 34, 1_410, 3.10m, 1.10m),
        Stock("FCX", "Freeport-McMoRan Inc.", Sector.Materials, 45, 38, 1_440, 1.40m, 0.60m),
        Stock("LIN", "Linde plc", Sector.Materials, 460, 21, 476, 13.40m, 5.56m),
        Stock("NEM", "Newmont Corporation", Sector.Materials, 47, 36, 1_140, 2.40m, 1.00m),
        Stock("NEE", "NextEra Energy, Inc.", Sector.Utilities, 77, 26, 2_060, 3.40m, 2.06m),
        Stock("DUK", "Duke Energy Corporation", Sector.Utilities, 113, 20, 772, 5.60m, 4.18m),
        Stock("SO", "The Southern Company", Sector.Utilities, 88, 20, 1_100, 4.30m, 2.88m),
        Stock("AMT", "American Tower Corporation", Sector.RealEstate, 210, 26, 467, 2.40m, 6.48m),
        Stock("PLD", "Prologis, Inc.", Sector.RealEstate, 115, 28, 926, 3.30m, 3.84m),
        Stock("O", "Realty Income Corporation", Sector.RealEstate, 58, 22, 875, 1.10m, 3.16m),
        Fund("SPY", "SPDR S&P 500 ETF Trust", Sector.Broad, 560, 20, 6.90m),
        Fund("QQQ", "Invesco QQQ Trust", Sector.Broad, 480, 23, 2.80m),
        Fund("IWM", "iShares Russell 2000 ETF", Sector.Broad, 215, 24, 2.60m),
        Fund("DIA", "SPDR Dow Jones Industrial Average ETF Trust", Sector.Broad, 415, 20, 6.60m),
        Fund("VTI", "Vanguard Total Stock Market ETF", Sector.Broad, 275, 20, 3.60m),
        Fund("EEM", "iShares MSCI Emerging Markets ETF", Sector.Broad, 44, 22, 1.10m),
        Fund("GLD", "SPDR Gold Shares", Sector.Materials, 240, 20, 0m),
        Fund("TLT", "iShares 20+ Year Treasury Bond ETF", Sector.Utilities, 94, 20, 3.70m),
        Fund("XLF", "Financial Select Sector SPDR Fund", Sector.Financials, 45, 22, 0.68m),
        Fund("XLK", "Technology Select Sector SPDR Fund", Sector.Technology, 225, 24, 1.50m),
        Other("^GSPC", "S&P 500 Index", AssetClass.Index, Sector.Broad, 5_600, 20),
        Other("^VIX", "Cboe Volatility Index", AssetClass.Index, Sector.Broad, 18, 46),
        Other("BTC-USD", "Bitcoin / US Dollar", AssetClass.Crypto, Sector.Crypto, 64_000, 44, 20),
        Other("ETH-USD", "Ether / US Dollar", AssetClass.Crypto, Sector.Crypto, 2_900, 46, 120),
        Other("DOGE-USD", "Dogecoin / US Dollar", AssetClass.Crypto, Sector.Crypto, 0.16, 46, 146_000),
        Other("BTC/USDT", "Bitcoin / Tether", AssetClass.Crypto, Sector.Crypto, 64_000, 44, 20),
        Other("EURUSD=X", "Euro / US Dollar", AssetClass.Forex, Sector.Currency, 1.09, 20),
        Other("ES=F", "E-mini S&P 500 Future", AssetClass.Future, Sector.Broad, 5_620, 20),
    ];
}
