using Microsoft.Extensions.Options;

namespace MadLab.Market;

[OptionsValidator]
internal sealed partial class MarketOptionsRangeValidator : IValidateOptions<MarketOptions>;

/// <summary>What ranges by attribute cannot say: time spans.</summary>
internal sealed class MarketOptionsValidator : IValidateOptions<MarketOptions>
{
    public ValidateOptionsResult Validate(string? name, MarketOptions options)
    {
        var errors = new List<string>();
        Between(errors, nameof(options.StaleLimit), options.StaleLimit, TimeSpan.Zero, TimeSpan.FromDays(3650));
        Between(errors, nameof(options.StaleRetry), options.StaleRetry, TimeSpan.FromMilliseconds(100), TimeSpan.FromHours(1));
        Between(errors, nameof(options.UnknownSymbolMemory), options.UnknownSymbolMemory, TimeSpan.Zero, TimeSpan.FromDays(1));
        Between(errors, nameof(options.ProviderTimeout), options.ProviderTimeout, TimeSpan.FromMilliseconds(50), TimeSpan.FromMinutes(10));
        Between(errors, nameof(options.SoftTimeout), options.SoftTimeout, TimeSpan.Zero, TimeSpan.FromMinutes(10));
        Between(errors, nameof(options.HardTimeout), options.HardTimeout, TimeSpan.FromMilliseconds(50), TimeSpan.FromHours(1));
        if (options.SoftTimeout > options.HardTimeout)
        {
            errors.Add($"{MarketOptions.Section}:{nameof(options.SoftTimeout)} is {options.SoftTimeout}; it must not be longer than {nameof(options.HardTimeout)}, {options.HardTimeout}.");
        }

        if (options.QuoteSilence != TimeSpan.Zero)
        {
            Between(errors, nameof(options.QuoteSilence), options.QuoteSilence, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1));
        }

        Freshness(errors, nameof(options.Prices), options.Prices);
        Freshness(errors, nameof(options.Kpis), options.Kpis);
        Freshness(errors, nameof(options.Vol), options.Vol);
        Freshness(errors, nameof(options.Correlation), options.Correlation);
        Freshness(errors, nameof(options.VolCone), options.VolCone);
        Freshness(errors, nameof(options.Quality), options.Quality);
        Freshness(errors, nameof(options.Info), options.Info);
        Freshness(errors, nameof(options.Custom), options.Custom);
        Freshness(errors, nameof(options.AsOf), options.AsOf);
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private static void Freshness(List<string> errors, string name, FreshnessOptions value)
    {
        Between(errors, $"{name}:MaxAge", value.MaxAge, TimeSpan.Zero, TimeSpan.FromDays(365));
        Between(errors, $"{name}:SharedMaxAge", value.SharedMaxAge, TimeSpan.FromMilliseconds(100), TimeSpan.FromDays(365));
        Between(errors, $"{name}:StaleWhileRevalidate", value.StaleWhileRevalidate, TimeSpan.Zero, TimeSpan.FromDays(365));
        Between(errors, $"{name}:StaleIfError", value.StaleIfError, TimeSpan.Zero, TimeSpan.FromDays(365));
    }

    private static void Between(List<string> errors, string name, TimeSpan value, TimeSpan least, TimeSpan most)
    {
        if (value < least || value > most)
        {
            errors.Add($"{MarketOptions.Section}:{name} is {value}; it must lie between {least} and {most}.");
        }
    }
}
