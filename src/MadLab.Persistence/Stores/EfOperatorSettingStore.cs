using MadLab.Persistence.Database;
using MadLab.Persistence.Model;
using Microsoft.EntityFrameworkCore;

namespace MadLab.Persistence.Stores;

/// <summary>Operators' settings in a database, one row a switch.</summary>
internal sealed class EfOperatorSettingStore<TContext>(StoreSession<TContext> session) : IOperatorSettingStore
    where TContext : DbContext
{
    public Task<IReadOnlyList<OperatorSetting>> ListAsync(CancellationToken cancellationToken = default) =>
        session.ReadAsync<IReadOnlyList<OperatorSetting>>("operator.list", async (context, cancel) =>
        {
            var rows = await context.Set<OperatorSettingEntity>().AsNoTracking().OrderBy(e => e.Name).ToListAsync(cancel).ConfigureAwait(false);
            return rows.ConvertAll(e => new OperatorSetting(e.Name, e.Value, e.SetBy, Keys.Time(e.SetAt)));
        }, cancellationToken);

    public Task PutAsync(OperatorSetting setting, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(setting);
        return session.WriteAsync("operator.put", async (context, cancel) =>
        {
            var (name, value, by, at) = (setting.Name, setting.Value, setting.SetBy, setting.SetAt.ToUnixTimeMilliseconds());
            var written = await context.Set<OperatorSettingEntity>().Where(e => e.Name == name).ExecuteUpdateAsync(set => set
                .SetProperty(e => e.Value, e => value)
                .SetProperty(e => e.SetBy, e => by)
                .SetProperty(e => e.SetAt, e => at), cancel).ConfigureAwait(false);
            if (written == 0)
            {
                await context.InsertAsync(new OperatorSettingEntity { Name = name, Value = value, SetBy = by, SetAt = at }, cancel).ConfigureAwait(false);
            }

            return written;
        }, cancellationToken);
    }
}
