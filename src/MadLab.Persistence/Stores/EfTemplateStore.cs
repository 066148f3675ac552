using System.Text;
using System.Text.Json;
using MadLab.Persistence.Database;
using MadLab.Persistence.Model;
using MadLab.Stores;
using Microsoft.EntityFrameworkCore;

namespace MadLab.Persistence.Stores;

/// <summary>One owner's templates in a database.</summary>
internal sealed class EfTemplateStore<TContext> : ITemplateStore
    where TContext : DbContext
{
    private readonly IStoreSession<TContext> _session;
    private readonly TimeProvider _time;
    private readonly string _owner;

    public EfTemplateStore(StoreSession<TContext> session, TimeProvider time)
        : this(session, time, StoreOwners.Shared)
    {
    }

    internal EfTemplateStore(IStoreSession<TContext> session, TimeProvider time, string owner)
    {
        _session = session;
        _time = time;
        _owner = owner;
    }

    public ITemplateStore OwnedBy(string owner) => new EfTemplateStore<TContext>(_session, _time, StoreOwners.Check(owner));

    public Task<IReadOnlyList<Template>> ListAsync(CancellationToken cancellationToken = default) =>
        _session.ReadAsync<IReadOnlyList<Template>>("templates.list", async (context, cancel) =>
        {
            // Row by row: the texts of all of them, beside what is made of them, would be held twice.
            var templates = new List<Template>();
            await foreach (var row in Owned(context).OrderByDescending(e => e.Sequence).AsAsyncEnumerable().WithCancellation(cancel).ConfigureAwait(false))
            {
                templates.Add(ToTemplate(row));
            }

            return templates;
        }, cancellationToken);

    public Task<Template?> FindAsync(string name, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Keys.IsPossible(name)
            ? _session.ReadAsync("templates.find", (context, cancel) => FindAsync(context, name, cancel), cancellationToken)
            : Task.FromResult<Template?>(null);
    }

    public Task<Template> UpsertAsync(TemplateDraft draft, long? expectedVersion = null, string? expectedId = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(draft);
        var widgets = Encoding.UTF8.GetString(WidgetJson.ToUtf8(draft.Widgets));
        return _session.WriteAsync("templates.upsert", async (context, cancel) =>
        {
            var (name, kind, title) = (draft.Name, draft.Kind, draft.Title);
            var now = Keys.Now(_time);
            var written = await Expected(Owned(context).Where(e => e.Name == name), expectedVersion, expectedId).ExecuteUpdateAsync(set => set
                .SetProperty(e => e.Kind, e => kind)
                .SetProperty(e => e.Title, e => title)
                .SetProperty(e => e.Widgets, e => widgets)
                .SetProperty(e => e.Version, e => e.Version + 1)
                .SetProperty(e => e.UpdatedAt, e => now), cancel).ConfigureAwait(false);
            if (written > 0)
            {
                await CheckRoomAsync(context, isNew: false, cancel).ConfigureAwait(false);
                return (await FindAsync(context, name, cancel).ConfigureAwait(false))!;
            }

            // Version 0 is that of a template nobody has made yet.
            if (expectedId is not null || expectedVersion is not null and not 0 || (expectedVersion is 0 && await Owned(context).AnyAsync(e => e.Name == name, cancel).ConfigureAwait(false)))
            {
                throw StoreLimits.Conflict("template");
            }

            var row = new TemplateEntity
            {
                Id = StoreLimits.NewId(),
                Owner = _owner,
                Name = name,
                Kind = kind,
                Title = title,
                Widgets = widgets,
                Version = 1,
                CreatedAt = now,
                UpdatedAt = now,
            };
            await context.InsertAsync(row, cancel).ConfigureAwait(false);
            await CheckRoomAsync(context, isNew: true, cancel).ConfigureAwait(false);
            return ToTemplate(row);
        }, cancellationToken);
    }

    public Task<bool> DeleteAsync(string name, long? expectedVersion = null, string? expectedId = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (!Keys.IsPossible(name))
        {
            return Task.FromResult(false);
        }

        return _session.WriteAsync("templates.delete", async (context, cancel) =>
        {
            var row = Owned(context).Where(e => e.Name == name);
            if (await Expected(row, expectedVersion, expectedId).ExecuteDeleteAsync(cancel).ConfigureAwait(false) > 0)
            {
                return true;
            }

            return (expectedVersion is not null || expectedId is not null) && await row.AnyAsync(cancel).ConfigureAwait(false)
                ? throw StoreLimits.Conflict("template")
                : false;
        }, cancellationToken);
    }

    private IQueryable<TemplateEntity> Owned(TContext context)
    {
        var owner = _owner;
        return context.Set<TemplateEntity>().AsNoTracking().Where(e => e.Owner == owner);
    }

    private static IQueryable<TemplateEntity> Expected(IQueryable<TemplateEntity> rows, long? version, string? id)
    {
        var expected = version is { } known ? rows.Where(e => e.Version == known) : rows;
        return id is null ? expected : expected.Where(e => e.Id == id);
    }

    /// <summary>
    /// Looks at all that the owner has after the write and before its commit, which a refusal prevents. Exact on SQLite, with its one writer;
    /// on other engines writers at the same moment do not see each other, and may go past by what each of them adds.
    /// </summary>
    private async Task CheckRoomAsync(TContext context, bool isNew, CancellationToken cancellationToken)
    {
        var all = await Owned(context).GroupBy(e => e.Owner)
            .Select(g => new { Count = g.Count(), Text = g.Sum(e => (long)e.Widgets.Length) })
            .FirstAsync(cancellationToken).ConfigureAwait(false);
        StoreLimits.ThrowIfFull(all.Count, isNew, all.Text);
    }

    private async Task<Template?> FindAsync(TContext context, string name, CancellationToken cancellationToken) =>
        await Owned(context).FirstOrDefaultAsync(e => e.Name == name, cancellationToken).ConfigureAwait(false) is { } row ? ToTemplate(row) : null;

    private static Template ToTemplate(TemplateEntity row) => new()
    {
        Id = row.Id,
        Name = row.Name,
        Kind = row.Kind,
        Title = row.Title,
        Widgets = WidgetJson.Read(JsonElement.Parse(row.Widgets)),
        Version = row.Version,
        CreatedAt = Keys.Time(row.CreatedAt),
        UpdatedAt = Keys.Time(row.UpdatedAt),
    };
}
