namespace MadLab;

/// <summary>One call to one provider on the way to an answer.</summary>
/// <param name="Provider">The name under which the provider was registered.</param>
/// <param name="Duration">How long the call took.</param>
/// <param name="Error">Why it had no answer; null when it answered.</param>
public readonly record struct ProviderAttempt(string Provider, TimeSpan Duration, MarketErrorKind? Error);
