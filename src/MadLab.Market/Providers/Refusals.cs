using MadLab.Market.Info;

namespace MadLab.Market.Providers;

/// <summary>What a provider is not asked, because its descriptor says that it cannot answer: no call, no quota, no attempt.</summary>
internal static class Refusals
{
    /// <summary>Why it is not asked; null where it is.</summary>
    /// <param name="handle">The provider.</param>
    /// <param name="symbol">What it would be asked about; null for a search.</param>
    public static MarketDataException? Of(ProviderHandle handle, Symbol? symbol)
    {
        if (handle.Descriptor.Credentials is ProviderCredentials.Missing)
        {
            return new MarketDataException(
                MarketErrorKind.Unauthorized, $"Provider {handle.Name} has no credentials: set them under {ProviderSettings.Section}:{handle.Name}.") { Provider = handle.Name };
        }

        // Unknown, and not unsupported: whoever asks for a coin where there are shares alone is told what he was told by the upstream.
        return symbol is { } one && handle.Descriptor.AssetClasses is { Count: > 0 } served && SymbolForm.Of(one) is { } form && !served.Contains(form)
            ? MarketDataException.SymbolUnknown(one, $"provider {handle.Name} serves {string.Join(", ", served.Select(static c => c.ToText()))}.")
            : null;
    }
}
