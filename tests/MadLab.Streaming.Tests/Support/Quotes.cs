namespace MadLab.Streaming.Tests.Support;

/// <summary>Quotes whose every figure can be told from the price.</summary>
public static class Quotes
{
    public static readonly DateTimeOffset Start = new(2024, 1, 2, 15, 0, 0, TimeSpan.Zero);

    public static Quote Of(string symbol, decimal price, DateTimeOffset? at = null) => new()
    {
        Symbol = Symbol.Parse(symbol),
        Price = price,
        Timestamp = at ?? Start,
        Volume = 1_000,
        Change = 1,
        ChangePercent = 0.5m,
        Open = 99,
        High = 1_000_000,
        Low = 1,
    };
}
