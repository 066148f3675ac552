namespace MadLab.Hosting.Configuration;

/// <summary>What a service sets by default and a library must not: the lowest layer of the configuration, so that anything overrides it.</summary>
internal static class DefaultSettings
{
    public static IReadOnlyDictionary<string, string?> All { get; } = new Dictionary<string, string?>
    {
        [SettingKeys.RateLimitEnabled] = "true",

        // One line an event, in UTC; the statements of the store are not news.
        ["Logging:LogLevel:Default"] = "Information",
        ["Logging:LogLevel:Microsoft.AspNetCore"] = "Warning",
        ["Logging:LogLevel:Microsoft.EntityFrameworkCore"] = "Warning",
        ["Logging:LogLevel:Microsoft.Hosting.Lifetime"] = "Information",

        // It warns of keys in a folder of our own, which docs/configuration.md says are as secret as the database.
        ["Logging:LogLevel:Microsoft.AspNetCore.DataProtection"] = "Error",
        ["Logging:Console:FormatterName"] = "simple",
        ["Logging:Console:FormatterOptions:SingleLine"] = "true",
        ["Logging:Console:FormatterOptions:UseUtcTimestamp"] = "true",
        ["Logging:Console:FormatterOptions:TimestampFormat"] = "yyyy-MM-ddTHH:mm:ss.fffZ ",
    };
}
