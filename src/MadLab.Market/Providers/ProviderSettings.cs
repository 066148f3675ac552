using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace MadLab.Market.Providers;

/// <summary>What an operator says of a provider, section <c>MadLab:Providers:NAME</c>: read in one place, refused in one line.</summary>
internal static class ProviderSettings
{
    public const string Section = "MadLab:Providers";

    public const int MaxRetries = 5;
    public const int MaxConcurrency = 10_000;

    private static readonly TimeSpan ShortestTimeout = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromMinutes(10);

    public static bool Enabled(IConfigurationSection provider)
    {
        var text = provider["Enabled"];
        return string.IsNullOrEmpty(text) || text.Trim().ToUpperInvariant() switch
        {
            "TRUE" or "1" => true,
            "FALSE" or "0" => false,
            _ => throw new InvalidOperationException($"{provider.Path}:Enabled is '{text}'; it must be true, false, 1 or 0."),
        };
    }

    public static int? Order(IConfigurationSection provider) => Number(provider, "Order", int.MinValue, int.MaxValue);

    /// <summary>What a call takes as its limit: no author's slip makes one that never ends or never begins.</summary>
    public static TimeSpan Bounded(TimeSpan timeout) =>
        timeout < ShortestTimeout ? ShortestTimeout : timeout > LongestTimeout ? LongestTimeout : timeout;

    /// <summary>The author's limits, with those of <c>Limits:*</c> in their place.</summary>
    public static ProviderLimits Limits(IConfigurationSection provider, ProviderLimits author)
    {
        var limits = provider.GetSection("Limits");
        return author with
        {
            CallTimeout = Span(limits, "Timeout") ?? author.CallTimeout,
            Retries = Number(limits, "Retries", 0, MaxRetries) ?? author.Retries,
            MaxConcurrentCalls = Number(limits, "MaxConcurrentCalls", 1, MaxConcurrency) ?? author.MaxConcurrentCalls,
            CallsPerMinute = Number(limits, "CallsPerMinute", 1, int.MaxValue) ?? author.CallsPerMinute,
            CallsPerDay = Number(limits, "CallsPerDay", 1, int.MaxValue) ?? author.CallsPerDay,
        };
    }

    /// <summary>The time limits of single operations, <c>Limits:Timeouts:OPERATION</c>.</summary>
    public static IReadOnlyDictionary<string, TimeSpan> Timeouts(IConfigurationSection provider)
    {
        var section = provider.GetSection("Limits:Timeouts");
        return section.GetChildren().ToDictionary(child => child.Key, child => Span(section, child.Key) ?? throw Refused(child, "a time"), StringComparer.OrdinalIgnoreCase);
    }

    private static int? Number(IConfigurationSection section, string key, int least, int most)
    {
        var text = section[key];
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        return int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw Refused(section.GetSection(key), least == int.MinValue ? "a whole number" : string.Create(CultureInfo.InvariantCulture, $"a whole number from {least} to {most}"));
    }

    private static TimeSpan? Span(IConfigurationSection section, string key)
    {
        var text = section[key];
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        return TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var span) && span >= ShortestTimeout && span <= LongestTimeout
            ? span
            : throw Refused(section.GetSection(key), $"a time from {ShortestTimeout} to {LongestTimeout}");
    }

    private static InvalidOperationException Refused(IConfigurationSection setting, string accepted) =>
        new($"{setting.Path} is '{setting.Value}'; it must be {accepted}.");
}
