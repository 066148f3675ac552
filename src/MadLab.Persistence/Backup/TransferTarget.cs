using System.Text.Json;
using MadLab.Persistence.Model;
using Microsoft.EntityFrameworkCore;

namespace MadLab.Persistence.Backup;

/// <summary>Puts one row of an import where it belongs, within the caller's transaction.</summary>
internal static class TransferTarget
{
    public static async Task<TransferOutcome> ApplyAsync(DbContext context, object row, bool overwrite, CancellationToken cancellationToken)
    {
        var outcome = row switch
        {
            WorkspaceEntity workspace => await WorkspaceAsync(context, workspace, overwrite, cancellationToken).ConfigureAwait(false),
            TemplateEntity template => await TemplateAsync(context, template, overwrite, cancellationToken).ConfigureAwait(false),
            PreferencesEntity preferences => await PreferencesAsync(context, preferences, overwrite, cancellationToken).ConfigureAwait(false),
            _ => await SettingAsync(context, (OperatorSettingEntity)row, overwrite, cancellationToken).ConfigureAwait(false),
        };

        // Row by row, so that the order of the lines becomes the order of creation.
        await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        context.ChangeTracker.Clear();
        return outcome;
    }

    private static async Task<TransferOutcome> WorkspaceAsync(DbContext context, WorkspaceEntity row, bool overwrite, CancellationToken cancellationToken)
    {
        var found = await context.Set<WorkspaceEntity>().FirstOrDefaultAsync(e => e.Id == row.Id, cancellationToken).ConfigureAwait(false);

        // Set even where there is none: an earlier run that was undone may have left one.
        row.Sequence = found?.Sequence ?? 0;
        return Apply(context, found, row, overwrite, found is not null
            && found.Owner == row.Owner && found.Title == row.Title && found.Version == row.Version
            && found.CreatedAt == row.CreatedAt && found.UpdatedAt == row.UpdatedAt && SameJson(found.Data, row.Data));
    }

    private static async Task<TransferOutcome> TemplateAsync(DbContext context, TemplateEntity row, bool overwrite, CancellationToken cancellationToken)
    {
        // Two at most: the one of this id, and the one that has the name by now.
        var rows = context.Set<TemplateEntity>();
        var all = await rows.Where(e => e.Id == row.Id || (e.Owner == row.Owner && e.Name == row.Name)).ToListAsync(cancellationToken).ConfigureAwait(false);
        var found = all.Find(e => e.Id == row.Id) ?? all.FirstOrDefault();
        row.Sequence = found?.Sequence ?? 0;

        if (overwrite && all.Count > 1)
        {
            rows.Remove(all.Find(e => e != found)!);
            await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        }

        return Apply(context, found, row, overwrite, found is not null
            && found.Id == row.Id && found.Owner == row.Owner && found.Name == row.Name && found.Kind == row.Kind
            && found.Title == row.Title && found.Version == row.Version
            && found.CreatedAt == row.CreatedAt && found.UpdatedAt == row.UpdatedAt && SameJson(found.Widgets, row.Widgets));
    }

    private static async Task<TransferOutcome> PreferencesAsync(DbContext context, PreferencesEntity row, bool overwrite, CancellationToken cancellationToken)
    {
        var found = await context.Set<PreferencesEntity>().FirstOrDefaultAsync(e => e.Owner == row.Owner, cancellationToken).ConfigureAwait(false);
        return Apply(context, found, row, overwrite, found is not null
            && found.StreamMode == row.StreamMode && found.PollingIntervalMs == row.PollingIntervalMs && found.CacheTtlMs == row.CacheTtlMs
            && found.Theme == row.Theme && found.Provider == row.Provider && found.CacheMaxEntries == row.CacheMaxEntries && found.Version == row.Version && found.UpdatedAt == row.UpdatedAt);
    }

    private static async Task<TransferOutcome> SettingAsync(DbContext context, OperatorSettingEntity row, bool overwrite, CancellationToken cancellationToken)
    {
        var found = await context.Set<OperatorSettingEntity>().FirstOrDefaultAsync(e => e.Name == row.Name, cancellationToken).ConfigureAwait(false);
        return Apply(context, found, row, overwrite, found is not null
            && found.Value == row.Value && found.SetBy == row.SetBy && found.SetAt == row.SetAt);
    }

    private static TransferOutcome Apply<T>(DbContext context, T? found, T row, bool overwrite, bool isSame)
        where T : class
    {
        if (found is null)
        {
            context.Add(row);
            return TransferOutcome.Added;
        }

        if (isSame)
        {
            return TransferOutcome.Unchanged;
        }

        if (!overwrite)
        {
            return TransferOutcome.Refused;
        }

        context.Entry(found).CurrentValues.SetValues(row);
        return TransferOutcome.Replaced;
    }

    // Engines may keep a document in another form: with other spaces, or its members in another order.
    private static bool SameJson(string found, string wanted) =>
        string.Equals(found, wanted, StringComparison.Ordinal) || JsonElement.DeepEquals(JsonElement.Parse(found), JsonElement.Parse(wanted));
}
