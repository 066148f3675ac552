using MadLab.Market.Providers;

namespace MadLab.Market.Service;

/// <summary>Why providers were not asked, for the caller whom then nobody answers.</summary>
internal sealed class PassedOver
{
    private readonly List<string> _reasons = [];

    /// <summary>Passes a provider over.</summary>
    /// <param name="handle">The provider.</param>
    /// <param name="reason">What it can do instead, as in "has 1d".</param>
    /// <returns>Null: no call.</returns>
    public ProviderCall<T>? Pass<T>(ProviderHandle handle, string reason)
    {
        _reasons.Add($"{handle.Name} {reason}");
        return null;
    }

    /// <summary>Passes a provider over that does not answer for a past day.</summary>
    public ProviderCall<T>? PassNowOnly<T>(ProviderHandle handle) => Pass<T>(handle, "answers for now alone");

    /// <summary>Runs a question; where it fails because nobody could be asked, the failure says what they can.</summary>
    /// <param name="what">What was asked, as in "1m bars of AAPL".</param>
    /// <param name="ask">The question.</param>
    public async Task<ChainAnswer<T>> ExplainAsync<T>(string what, Task<ChainAnswer<T>> ask)
    {
        try
        {
            return await ask;
        }
        catch (MarketDataException e) when (e is { Kind: MarketErrorKind.NotSupported, Attempts.Count: 0 } && _reasons.Count > 0)
        {
            throw MarketDataException.NotSupported($"{what} ({string.Join("; ", _reasons)})");
        }
    }
}
