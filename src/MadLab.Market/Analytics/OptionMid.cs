namespace MadLab.Market.Analytics;

/// <summary>A usable option quote: somebody bids, and the ask is not below.</summary>
/// <param name="Expiry">The expiry, exchange date.</param>
/// <param name="Strike">The strike.</param>
/// <param name="Right">Call or put.</param>
/// <param name="Mid">The middle of bid and ask.</param>
/// <param name="Spread">Ask less bid.</param>
internal readonly record struct OptionMid(DateOnly Expiry, decimal Strike, OptionRight Right, double Mid, double Spread) : IComparable<OptionMid>
{
    /// <summary>By expiry, strike and side; of two quotes of one contract the tighter comes first.</summary>
    public int CompareTo(OptionMid other)
    {
        var order = Expiry.CompareTo(other.Expiry);
        order = order != 0 ? order : Strike.CompareTo(other.Strike);
        order = order != 0 ? order : ((int)Right).CompareTo((int)other.Right);
        order = order != 0 ? order : Spread.CompareTo(other.Spread);
        return order != 0 ? order : Mid.CompareTo(other.Mid);
    }

    public bool IsSameContract(in OptionMid other) => Expiry == other.Expiry && Strike == other.Strike && Right == other.Right;
}
