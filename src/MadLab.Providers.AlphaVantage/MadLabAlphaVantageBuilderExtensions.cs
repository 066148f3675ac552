using System.Globalization;
using MadLab;
using MadLab.Providers.AlphaVantage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the provider for Alpha Vantage.</summary>
public static class MadLabAlphaVantageBuilderExtensions
{
    /// <summary>Adds the provider; its key is <c>MadLab:Providers:NAME:Key</c> of the configuration.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="name">The name clients ask for.</param>
    /// <remarks><c>Premium</c> (<c>true</c>, <c>false</c>), <c>DelaySeconds</c> and <c>Address</c> come from the same section; limits from its <c>Limits</c>. Without a key the provider is listed as one without credentials, and not asked.</remarks>
    public static IMadLabBuilder AddAlphaVantage(this IMadLabBuilder builder, string name = "alphavantage")
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.AddProvider(name, static context => new AlphaVantageProvider(Read(context.Configuration), time: context.Services.GetService<TimeProvider>()));
    }

    private static AlphaVantageOptions Read(IConfigurationSection section)
    {
        var own = new AlphaVantageOptions();
        var isPremium = section["Premium"] switch
        {
            null or "" => false,
            var text when bool.TryParse(text, out var read) => read,
            var text => throw Invalid($"{section.Path}:Premium is '{text}': true or false is accepted."),
        };
        return new AlphaVantageOptions
        {
            Key = section["Key"] is { Length: > 0 } key ? key.Trim() : null,
            IsPremium = isPremium,
            CallsPerDay = isPremium ? null : own.CallsPerDay,
            CallsPerMinute = isPremium ? 75 : own.CallsPerMinute,
            DelaySeconds = section["DelaySeconds"] switch
            {
                null or "" => own.DelaySeconds,
                var text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) => seconds,
                var text => throw Invalid($"{section.Path}:DelaySeconds is '{text}': a whole number of seconds is accepted."),
            },
            Address = section["Address"] switch
            {
                null or "" => own.Address,
                var text when Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" => address,
                var text => throw Invalid($"{section.Path}:Address is '{text}': an address with http:// or https:// is accepted."),
            },
        };
    }

    private static OptionsValidationException Invalid(string message) => new(nameof(AlphaVantageOptions), typeof(AlphaVantageOptions), [message]);
}
