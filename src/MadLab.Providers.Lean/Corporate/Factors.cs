namespace MadLab.Providers.Lean.Corporate;

/// <summary>The factors of one day.</summary>
/// <param name="Price">Corrects for dividends.</param>
/// <param name="Split">Corrects for splits.</param>
internal readonly record struct Factors(decimal Price, decimal Split)
{
    /// <summary>Corrects nothing.</summary>
    public static readonly Factors None = new(1, 1);

    /// <summary>What prices are multiplied by.</summary>
    public decimal For(PriceAdjustment adjustment) => adjustment switch
    {
        PriceAdjustment.Raw => 1,
        PriceAdjustment.Splits => Split,
        _ => Price * Split,
    };

    /// <summary>The factors as they were on a later day: each counts all that came after its day, so what came after both falls out.</summary>
    /// <param name="then">The factors of that later day.</param>
    public Factors KnownBy(Factors then) => new(Price / then.Price, Split / then.Split);
}
