using MadLab.Market.Diagnostics;
using MadLab.Market.Providers.Quotas;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace MadLab.Market.Providers;

/// <summary>The providers of this host: which there are, which are asked in turn, and which only by name.</summary>
/// <remarks>
/// The order is that of registration unless <c>MadLab:Providers:NAME:Order</c> says otherwise (those with an order come first,
/// the smallest first); <c>MadLab:Providers:NAME:Enabled=false</c> leaves one out. Demonstration data never stands in for real
/// data: the synthetic provider is in the chain only when it is the only one.
/// </remarks>
internal sealed class ProviderRegistry : IDisposable, IAsyncDisposable
{
    public const string Synthetic = "synthetic";

    private readonly Dictionary<string, ProviderHandle> _byName = new(StringComparer.OrdinalIgnoreCase);

    public ProviderRegistry(
        IEnumerable<ProviderRegistration> registrations,
        IServiceProvider services,
        IConfiguration configuration,
        TimeProvider time,
        QuotaLedger ledger,
        ILogger<ProviderRegistry> logger)
    {
        var section = configuration.GetSection(ProviderSettings.Section);
        var registered = registrations.ToList();
        var enabled = registered
            .Select((registration, index) => (Registration: registration, Index: index, Order: ProviderSettings.Order(section.GetSection(registration.Name))))
            .Where(r => ProviderSettings.Enabled(section.GetSection(r.Registration.Name)))
            .OrderBy(r => r.Order ?? int.MaxValue)
            .ThenBy(r => r.Index)
            .Select(r => r.Registration)
            .ToList();
        foreach (var configured in section.GetChildren())
        {
            if (!string.Equals(configured.Key, Synthetic, StringComparison.OrdinalIgnoreCase) && !registered.Exists(r => string.Equals(r.Name, configured.Key, StringComparison.OrdinalIgnoreCase)))
            {
                logger.ProviderNotRegistered(configured.Key);
            }
        }

        if (registered.Count == 0 && ProviderSettings.Enabled(section.GetSection(Synthetic)))
        {
            enabled.Add(SyntheticRegistration.Create());
        }

        var chain = new List<ProviderHandle>();
        foreach (var registration in enabled)
        {
            var settings = section.GetSection(registration.Name);
            var provider = registration.Factory(new ProviderContext(registration.Name, services, settings));
            var handle = new ProviderHandle(registration.Name, provider, time, settings);
            ledger.Add(registration.Name, handle.Quota);
            _byName.Add(registration.Name, handle);
            if (registration.Name != Synthetic || registered.Count <= 1)
            {
                chain.Add(handle);
            }
        }

        Chain = chain;
        All = [.. enabled.Select(r => _byName[r.Name])];
    }

    /// <summary>The name of a provider's own type as it is written; null where there is none of that name.</summary>
    public string? FindType(string name) => All.SelectMany(static h => h.DataTypes).FirstOrDefault(t => t.Name.Equals(name, StringComparison.OrdinalIgnoreCase))?.Name;

    /// <summary>All types of providers' own, each once, with those who serve it.</summary>
    public IEnumerable<(DataType Type, IEnumerable<string> Providers)> DataTypes =>
        All.SelectMany(static h => h.DataTypes.Select(t => (Type: t, h.Name))).GroupBy(static t => t.Type.Name, StringComparer.Ordinal).Select(static g => (g.First().Type, g.Select(static t => t.Name)));

    /// <summary>Those asked in turn.</summary>
    public IReadOnlyList<ProviderHandle> Chain { get; }

    /// <summary>All, those answering only to their name included.</summary>
    public IReadOnlyList<ProviderHandle> All { get; }

    /// <summary>Those to ask: the named one alone, else the chain; empty when no provider has the name.</summary>
    public IReadOnlyList<ProviderHandle> Select(string? name) =>
        name is null ? Chain : _byName.TryGetValue(name, out var handle) ? [handle] : [];

    /// <summary>The name as it was registered; null when no provider has it.</summary>
    public string? Find(string name) => _byName.TryGetValue(name, out var handle) ? handle.Name : null;

    public void Dispose()
    {
        foreach (var handle in _byName.Values)
        {
            switch (handle.Provider)
            {
                case IDisposable disposable:
                    disposable.Dispose();
                    break;
                case IAsyncDisposable asynchronous:
                    // A container disposed synchronously leaves no other way.
                    asynchronous.DisposeAsync().AsTask().GetAwaiter().GetResult();
                    break;
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var handle in _byName.Values)
        {
            switch (handle.Provider)
            {
                case IAsyncDisposable asynchronous:
                    await asynchronous.DisposeAsync();
                    break;
                case IDisposable disposable:
                    disposable.Dispose();
                    break;
            }
        }
    }
}
