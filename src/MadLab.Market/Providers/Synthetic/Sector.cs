namespace MadLab.Market.Providers.Synthetic;

/// <summary>What moves together more than the market does.</summary>
internal enum Sector
{
    Technology,
    Communication,
    Consumer,
    Staples,
    Financials,
    HealthCare,
    Industrials,
    Energy,
    Materials,
    Utilities,
    RealEstate,
    Broad,
    Currency,
    Crypto,
}
