namespace MadLab.Market.Providers;

/// <summary>What a provider is asked.</summary>
/// <param name="Run">The call.</param>
/// <param name="IsDerived">Whether it only reads other answers of the provider, which are limited and recorded themselves.</param>
internal sealed record ProviderCall<T>(Func<CancellationToken, Task<T>> Run, bool IsDerived = false);
