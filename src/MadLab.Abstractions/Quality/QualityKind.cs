namespace MadLab;

/// <summary>What looks wrong in a price series.</summary>
public enum QualityKind
{
    /// <summary><c>outlier</c>: a price far off its neighbours, which mostly returns at once.</summary>
    Outlier,

    /// <summary><c>level_shift</c>: prices go on at another level, as after a split or a change of unit.</summary>
    LevelShift,

    /// <summary><c>gap</c>: sessions of the exchange's calendar without a bar.</summary>
    Gap,

    /// <summary><c>negative</c>: a price that is not positive, or a negative volume.</summary>
    Negative,

    /// <summary><c>ohlc</c>: open or close outside low and high.</summary>
    Ohlc,

    /// <summary><c>stale</c>: the newest bar is older than the last finished session.</summary>
    Stale,

    /// <summary><c>duplicate</c>: a bar that is not after the one before it, or repeats it.</summary>
    Duplicate,
}
