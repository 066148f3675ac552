namespace MadLab.Market;

/// <summary>How long one kind of answer may be kept. The values are caps: no header promises more than what is left of the cached entry.</summary>
public sealed class FreshnessOptions
{
    /// <summary>By a browser. The default is 60 seconds.</summary>
    public TimeSpan MaxAge { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>By a shared cache, and by ours. The default is 300 seconds.</summary>
    public TimeSpan SharedMaxAge { get; set; } = TimeSpan.FromSeconds(300);

    /// <summary>How much longer a cache may answer while it asks again. The default is 60 seconds; zero leaves it out.</summary>
    public TimeSpan StaleWhileRevalidate { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How much longer a shared cache may answer while we fail. The default is 24 hours; left out where <see cref="StaleWhileRevalidate"/> is zero.</summary>
    public TimeSpan StaleIfError { get; set; } = TimeSpan.FromHours(24);
}
