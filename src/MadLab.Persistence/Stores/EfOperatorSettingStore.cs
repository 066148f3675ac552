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
            var rows = context.Set<OperatorSettingEntity>().Where(e => e.Name == setting.Name);
            if (!await UpdateAsync(rows, setting, cancel).ConfigureAwait(false))
            {
                await AddAsync(context, setting, cancel).ConfigureAwait(false);
            }

            return true;
        }, cancellationToken);
    }

    public Task<bool> TryReplaceAsync(OperatorSetting setting, string? expectedValue, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(setting);
        return session.WriteAsync("operator.replace", async (context, cancel) =>
        {
            var rows = context.Set<OperatorSettingEntity>().Where(e => e.Name == setting.Name);
            if (expectedValue is not null)
            {
                return await UpdateAsync(rows.Where(e => e.Value == expectedValue), setting, cancel).ConfigureAwait(false);
            }

            if (await rows.AnyAsync(cancel).ConfigureAwait(false))
            {
                return false;
            }

            // Should somebody be first between the look and this, the session runs the write again, which then finds his.
            await AddAsync(context, setting, cancel).ConfigureAwait(false);
            return true;
        }, cancellationToken);
    }

    private static async Task<bool> UpdateAsync(IQueryable<OperatorSettingEntity> rows, OperatorSetting setting, CancellationToken cancellationToken)
    {
        var (value, by, at) = (setting.Value, setting.SetBy, setting.SetAt.ToUnixTimeMilliseconds());
        return await rows.ExecuteUpdateAsync(set => set
            .SetProperty(e => e.Value, e => value)
            .SetProperty(e => e.SetBy, e => by)
            .SetProperty(e => e.SetAt, e => at), cancellationToken).ConfigureAwait(false) > 0;
    }

    private static Task AddAsync(TContext context, OperatorSetting setting, CancellationToken cancellationToken)
    {
        var row = new OperatorSettingEntity { Name = setting.Name, Value = setting.Value, SetBy = setting.SetBy, SetAt = setting.SetAt.ToUnixTimeMilliseconds() };
        return context.InsertAsync(row, cancellationToken);
    }
}
