using System.Globalization;

namespace MadLab.Providers.Lean.Catalog;

/// <summary>One market of the folder: where its files lie and how they are written.</summary>
internal sealed record LeanMarket
{
    /// <summary>US shares: ten thousandths, factor and map files.</summary>
    public static readonly LeanMarket UsEquity = new()
    {
        Folder = "equity/usa",
        HoursKey = "Equity-usa-[*]",
        Type = AssetClass.Equity,
        PriceShift = 4,
        FileSuffix = "",
        DayFileSuffix = "_trade",
        DefaultZone = "America/New_York",
        DefaultOpen = new TimeSpan(9, 30, 0),
        DefaultClose = new TimeSpan(16, 0, 0),
    };

    /// <summary>Crypto-currency pairs: plain decimals, round the clock.</summary>
    public static readonly LeanMarket Crypto = new()
    {
        Folder = "crypto/coinbase",
        HoursKey = "Crypto-coinbase-[*]",
        Type = AssetClass.Crypto,
        Exchange = "Coinbase",
        FileSuffix = "_trade",
        DayFileSuffix = "_trade",
        DefaultZone = "UTC",
        DefaultOpen = TimeSpan.Zero,
        DefaultClose = TimeSpan.FromDays(1),
    };

    /// <summary>Currency pairs: bid and ask, plain decimals, no volume.</summary>
    public static readonly LeanMarket Forex = new()
    {
        Folder = "forex/oanda",
        HoursKey = "Forex-oanda-[*]",
        Type = AssetClass.Forex,
        Exchange = "OANDA",
        HasBidAndAsk = true,
        FileSuffix = "",
        DayFileSuffix = "_quote",
        DefaultZone = "UTC",
        DefaultOpen = TimeSpan.Zero,
        DefaultClose = TimeSpan.FromDays(1),
    };

    /// <summary>All markets served.</summary>
    public static IReadOnlyList<LeanMarket> All { get; } = [UsEquity, Crypto, Forex];

    /// <summary>Where the market's files lie, relative to the data folder.</summary>
    public required string Folder { get; init; }

    /// <summary>The market's entry in the market hours database.</summary>
    public required string HoursKey { get; init; }

    /// <summary>What is traded.</summary>
    public required AssetClass Type { get; init; }

    /// <summary>The one exchange of the market; null where each instrument has its own.</summary>
    public string? Exchange { get; init; }

    /// <summary>How many decimal places prices leave out.</summary>
    public int PriceShift { get; init; }

    /// <summary>Whether bars are of bid and ask rather than of trades.</summary>
    public bool HasBidAndAsk { get; init; }

    /// <summary>What follows the name in daily and hourly files.</summary>
    public required string FileSuffix { get; init; }

    /// <summary>What follows the date in files of one day.</summary>
    public required string DayFileSuffix { get; init; }

    /// <summary>The time zone where the market hours database has no entry.</summary>
    public required string DefaultZone { get; init; }

    /// <summary>The opening where the market hours database has no entry.</summary>
    public required TimeSpan DefaultOpen { get; init; }

    /// <summary>The close where the market hours database has no entry.</summary>
    public required TimeSpan DefaultClose { get; init; }

    /// <summary>Where daily files lie.</summary>
    public string DailyFolder => $"{Folder}/daily";

    /// <summary>Where hourly files lie.</summary>
    public string HourFolder => $"{Folder}/hour";

    /// <summary>Where an instrument's minute files lie, one a day.</summary>
    public string MinuteFolder(string key) => $"{Folder}/minute/{key}";

    /// <summary>The name of an instrument's daily or hourly file.</summary>
    public string FileName(string key) => $"{key}{FileSuffix}.zip";

    /// <summary>The name of the minute file of a day.</summary>
    public string DayFileName(DateOnly day) =>
        $"{day.ToString("yyyyMMdd", CultureInfo.InvariantCulture)}{DayFileSuffix}.zip";
}
