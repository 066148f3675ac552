namespace MadLab;

/// <summary>The length of a bar.</summary>
public enum BarInterval
{
    /// <summary><c>1m</c>.</summary>
    OneMinute,

    /// <summary><c>5m</c>.</summary>
    FiveMinutes,

    /// <summary><c>15m</c>.</summary>
    FifteenMinutes,

    /// <summary><c>1h</c>.</summary>
    OneHour,

    /// <summary><c>1d</c>: one trading session.</summary>
    OneDay,

    /// <summary><c>1w</c>: the sessions of one calendar week.</summary>
    OneWeek,
}
