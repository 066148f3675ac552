using MadLab.Persistence.Database;
using MadLab.Persistence.Model;
using MadLab.Stores;
using Microsoft.EntityFrameworkCore;

namespace MadLab.Persistence.Stores;

/// <summary>One owner's preferences in a database: one row, once something was chosen.</summary>
internal sealed class EfPreferencesStore<TContext> : IPreferencesStore
    where TContext : DbContext
{
    private readonly IStoreSession<TContext> _session;
    private readonly TimeProvider _time;
    private readonly string _owner;

    public EfPreferencesStore(StoreSession<TContext> session, TimeProvider time)
        : this(session, time, StoreOwners.Shared)
    {
    }

    internal EfPreferencesStore(IStoreSession<TContext> session, TimeProvider time, string owner)
    {
        _session = session;
        _time = time;
        _owner = owner;
    }

    public IPreferencesStore OwnedBy(string owner) => new EfPreferencesStore<TContext>(_session, _time, StoreOwners.Check(owner));

    public Task<VersionedPreferences> GetAsync(CancellationToken cancellationToken = default) =>
        _session.ReadAsync("preferences.get", async (context, cancel) =>
        {
            var row = await Owned(context).FirstOrDefaultAsync(cancel).ConfigureAwait(false);
            return row is null
                ? new VersionedPreferences(new Preferences(), Version: 0)
                : new VersionedPreferences(
                    new Preferences
                    {
                        StreamMode = row.StreamMode,
                        PollingIntervalMs = row.PollingIntervalMs,
                        Workbench = row.Theme is null && row.Provider is null ? null : new WorkbenchPreferences { Theme = row.Theme, Provider = row.Provider },
                        CacheTtlMs = row.CacheTtlMs,
                        CacheMaxEntries = row.CacheMaxEntries,
                    },
                    row.Version);
        }, cancellationToken);

    public Task<long> PutAsync(Preferences preferences, long? expectedVersion = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(preferences);
        return _session.WriteAsync("preferences.put", async (context, cancel) =>
        {
            var (mode, interval, theme, provider) = (preferences.StreamMode, preferences.PollingIntervalMs, preferences.Workbench?.Theme, preferences.Workbench?.Provider);
            var (ttl, entries) = (preferences.CacheTtlMs, preferences.CacheMaxEntries);
            var now = Keys.Now(_time);
            var rows = Owned(context);
            var current = expectedVersion is { } expected ? rows.Where(e => e.Version == expected) : rows;
            var written = await current.ExecuteUpdateAsync(set => set
                .SetProperty(e => e.StreamMode, e => mode)
                .SetProperty(e => e.PollingIntervalMs, e => interval)
                .SetProperty(e => e.Theme, e => theme)
                .SetProperty(e => e.Provider, e => provider)
                .SetProperty(e => e.CacheTtlMs, e => ttl)
                .SetProperty(e => e.CacheMaxEntries, e => entries)
                .SetProperty(e => e.Version, e => e.Version + 1)
                .SetProperty(e => e.UpdatedAt, e => now), cancel).ConfigureAwait(false);
            if (written > 0)
            {
                return await rows.Select(e => e.Version).SingleAsync(cancel).ConfigureAwait(false);
            }

            // Version 0 is that of preferences nobody has written yet.
            if (expectedVersion is not null and not 0 || (expectedVersion is 0 && await rows.AnyAsync(cancel).ConfigureAwait(false)))
            {
                throw StoreLimits.Conflict("preferences");
            }

            var row = new PreferencesEntity
            {
                Owner = _owner,
                StreamMode = mode,
                PollingIntervalMs = interval,
                Theme = theme,
                Provider = provider,
                CacheTtlMs = ttl,
                CacheMaxEntries = entries,
                Version = 1,
                UpdatedAt = now,
            };
            await context.InsertAsync(row, cancel).ConfigureAwait(false);
            return 1;
        }, cancellationToken);
    }

    private IQueryable<PreferencesEntity> Owned(TContext context)
    {
        var owner = _owner;
        return context.Set<PreferencesEntity>().AsNoTracking().Where(e => e.Owner == owner);
    }
}
