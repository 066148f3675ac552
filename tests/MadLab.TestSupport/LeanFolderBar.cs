namespace MadLab.TestSupport;

/// <summary>One bar of a generated folder, in currency units.</summary>
internal readonly record struct LeanFolderBar(decimal Open, decimal High, decimal Low, decimal Close, decimal Volume)
{
    /// <summary>The bar before a split: higher prices, fewer shares.</summary>
    public LeanFolderBar Times(int ratio) => new(Open * ratio, High * ratio, Low * ratio, Close * ratio, decimal.Truncate(Volume / ratio));
}
