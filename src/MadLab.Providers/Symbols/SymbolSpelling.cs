namespace MadLab.Providers;

/// <summary>How an upstream writes its symbols. In patterns <c>{0}</c> is the first part and <c>{1}</c> the second; null is a kind that the upstream does not have.</summary>
/// <remarks>The defaults are MadLab's own spelling.</remarks>
public sealed record SymbolSpelling
{
    /// <summary>A share with a class, of ticker and class: <c>BRK.B</c> is <c>{0}.{1}</c>, <c>BRK-B</c> is <c>{0}-{1}</c>. Shares without one are their ticker.</summary>
    public string? Share { get; init; } = "{0}.{1}";

    /// <summary>An index, of its name: <c>^GSPC</c> is <c>^{0}</c>, <c>I:SPX</c> is <c>I:{0}</c>.</summary>
    public string? Index { get; init; } = "^{0}";

    /// <summary>A pair of currencies: <c>EURUSD=X</c> is <c>{0}{1}=X</c>, <c>EUR/USD</c> is <c>{0}/{1}</c>.</summary>
    public string? Forex { get; init; } = "{0}{1}=X";

    /// <summary>A pair with a crypto-currency: <c>BTC-USD</c> is <c>{0}-{1}</c>.</summary>
    public string? Crypto { get; init; } = "{0}-{1}";

    /// <summary>An option, of underlying and contract (<c>250117C00150000</c>): <c>{0}{1}</c>, <c>O:{0}{1}</c>; <c>{0,-6}{1}</c> fills the underlying up.</summary>
    public string? Option { get; init; } = "{0}{1}";

    /// <summary>Parts that the upstream calls otherwise, by our name: <c>BTC</c> to <c>XBT</c>, <c>GSPC</c> to <c>SPX</c>. None by default.</summary>
    public IReadOnlyDictionary<string, string> Parts { get; init; } = new Dictionary<string, string>();

    /// <summary>Whole symbols that follow no rule, by our text. None by default.</summary>
    public IReadOnlyDictionary<string, string> Exceptions { get; init; } = new Dictionary<string, string>();
}
