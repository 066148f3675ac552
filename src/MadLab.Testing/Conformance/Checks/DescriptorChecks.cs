using static MadLab.Testing.Conformance.Checks.Rules;

namespace MadLab.Testing.Conformance.Checks;

/// <summary>What a provider says of itself.</summary>
internal static class DescriptorChecks
{
    private static readonly (ProviderCapabilities Capability, Type Interface)[] Interfaces =
    [
        (ProviderCapabilities.Prices, typeof(IPriceProvider)),
        (ProviderCapabilities.Kpis, typeof(IKpiProvider)),
        (ProviderCapabilities.Quotes, typeof(IQuoteProvider)),
        (ProviderCapabilities.QuoteStream, typeof(IQuoteStreamProvider)),
        (ProviderCapabilities.OptionChain, typeof(IOptionChainProvider)),
        (ProviderCapabilities.VolSurface, typeof(IVolSurfaceProvider)),
        (ProviderCapabilities.Search, typeof(ISymbolSearchProvider)),
        (ProviderCapabilities.Info, typeof(IInstrumentInfoProvider)),
        (ProviderCapabilities.CustomData, typeof(ICustomDataProvider)),
    ];

    public static IReadOnlyList<ConformanceCheck> All { get; } =
    [
        Must("DESC-001", "The descriptor is the same instance each time it is read.", static run =>
            Seen(ReferenceEquals(run.Provider.Descriptor, run.Provider.Descriptor) ? null : "Two reads gave two instances; it is read often, so keep one.")),
        Must("DESC-002", "The feed has a short name of lower-case letters, digits and hyphens.", static run =>
            Seen(run.Descriptor.Feed is { Length: > 0 and <= 32 } feed && feed.All(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-') ? null : $"The feed is “{run.Descriptor.Feed}”.")),
        Must("DESC-003", "Every capability that is named is implemented.", static run =>
            Seen(run.Descriptor.Capabilities == ProviderCapabilities.All
                ? null
                : First(Interfaces, i => run.Descriptor.Capabilities.HasFlag(i.Capability) && !i.Interface.IsInstanceOfType(run.Provider), static i => $"{i.Capability} is named, and {i.Interface.Name} is not implemented."))),
        Must("DESC-004", "The provider offers something.", static run =>
            Seen(Interfaces.Any(i => run.Descriptor.Capabilities.HasFlag(i.Capability) && i.Interface.IsInstanceOfType(run.Provider)) ? null : "None of its interfaces is among its capabilities.")),
        Must("DESC-005", "The delay is not negative.", static run => Seen(run.Descriptor.DelaySeconds >= 0 ? null : $"DelaySeconds is {run.Descriptor.DelaySeconds}.")),
        Must("DESC-006", "Limits let at least one call with one symbol through.", static run => Seen(
            run.Descriptor.Limits.MaxSymbolsPerCall < 1 ? $"MaxSymbolsPerCall is {run.Descriptor.Limits.MaxSymbolsPerCall}."
            : run.Descriptor.Limits.CallsPerMinute is < 1 ? $"CallsPerMinute is {run.Descriptor.Limits.CallsPerMinute}."
            : run.Descriptor.Limits.CallsPerDay is < 1 ? $"CallsPerDay is {run.Descriptor.Limits.CallsPerDay}."
            : null)),
        Must("DESC-007", "Adjustments are named, each once.", static run => Seen(
            run.Descriptor.Adjustments.Count == 0 ? "Adjustments is empty." : run.Descriptor.Adjustments.Distinct().Count() < run.Descriptor.Adjustments.Count ? "One of them is named twice." : null)),
        Must("DESC-008", "Lengths of bars are named, each once.", static run => Seen(
            run.Descriptor.Limits.Intervals.Count == 0 ? "Limits.Intervals is empty." : run.Descriptor.Limits.Intervals.Distinct().Count() < run.Descriptor.Limits.Intervals.Count ? "One of them is named twice." : null)),
        Should("DESC-009", "A currency is three letters, or GBp for pence.", static run =>
            Seen(run.Descriptor.Currency is null or "GBp" || (run.Descriptor.Currency.Length == 3 && run.Descriptor.Currency.All(char.IsAsciiLetterUpper)) ? null : $"The currency is “{run.Descriptor.Currency}”.")),
    ];
}
