using MadLab;
using MadLab.Providers.Coinbase;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the provider for the public market data of Coinbase Exchange.</summary>
public static class MadLabCoinbaseBuilderExtensions
{
    /// <summary>Adds the provider; it needs no key.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="name">The name clients ask for.</param>
    /// <remarks><c>MadLab:Providers:NAME:Address</c> and <c>FeedAddress</c> lead elsewhere, such as to the exchange's sandbox.</remarks>
    public static IMadLabBuilder AddCoinbase(this IMadLabBuilder builder, string name = "coinbase")
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.AddProvider(name, static context =>
        {
            var own = new CoinbaseOptions();
            return new CoinbaseProvider(
                new CoinbaseOptions { Address = Read(context, nameof(CoinbaseOptions.Address), own.Address, "http"), FeedAddress = Read(context, nameof(CoinbaseOptions.FeedAddress), own.FeedAddress, "ws") },
                time: context.Services.GetService<TimeProvider>(),
                logger: context.Services.GetService<ILogger<CoinbaseProvider>>());
        });
    }

    private static Uri Read(ProviderContext context, string name, Uri otherwise, string scheme) => context.Configuration[name] switch
    {
        null or "" => otherwise,
        var text when Uri.TryCreate(text, UriKind.Absolute, out var address) && (address.Scheme == scheme || address.Scheme == scheme + "s") => address,
        var text => throw new OptionsValidationException(
            nameof(CoinbaseOptions), typeof(CoinbaseOptions), [$"{context.Configuration.Path}:{name} is '{text}': an address with {scheme}:// or {scheme}s:// is accepted."]),
    };
}
