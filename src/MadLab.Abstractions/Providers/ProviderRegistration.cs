using System.Buffers;

namespace MadLab;

/// <summary>A provider as a host registered it. The order of registrations is the order of failover.</summary>
public sealed class ProviderRegistration
{
    private static readonly SearchValues<char> NameCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");

    /// <summary>Registers a provider.</summary>
    /// <param name="name">The name clients ask for: 1 to 32 of <c>a-z 0-9 -</c>, lower case.</param>
    /// <param name="factory">Makes the one instance, when it is first needed.</param>
    /// <exception cref="ArgumentException">The name has other characters or another length.</exception>
    public ProviderRegistration(string name, Func<ProviderContext, IMarketDataProvider> factory)
    {
        ArgumentNullException.ThrowIfNull(factory);
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (name.Length > 32 || name.AsSpan().ContainsAnyExcept(NameCharacters))
        {
            throw new ArgumentException($"A provider's name has 1 to 32 of a-z, 0-9 and '-': '{name}' does not.", nameof(name));
        }

        Name = name;
        Factory = factory;
    }

    /// <summary>The name clients ask for.</summary>
    public string Name { get; }

    /// <summary>Makes the one instance.</summary>
    public Func<ProviderContext, IMarketDataProvider> Factory { get; }
}
