using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace MadLab.Persistence.Tests.Support;

/// <summary>Templates into which somebody else writes between a request's look at one and its own write.</summary>
internal sealed class MeddledTemplates(ITemplateStore inner, Meddler meddler) : ITemplateStore
{
    /// <summary>Puts these in the place of the store that the builder has.</summary>
    public static void Wrap(IMadLabBuilder builder, Meddler meddler)
    {
        var type = builder.Services.Last(s => s.ServiceType == typeof(ITemplateStore)).ImplementationType!;
        builder.Services.Replace(ServiceDescriptor.Singleton<ITemplateStore>(
            services => new MeddledTemplates((ITemplateStore)ActivatorUtilities.CreateInstance(services, type), meddler)));
    }

    public ITemplateStore OwnedBy(string owner) => new MeddledTemplates(inner.OwnedBy(owner), meddler);

    public Task<IReadOnlyList<Template>> ListAsync(CancellationToken cancellationToken = default) => inner.ListAsync(cancellationToken);

    public async Task<Template?> FindAsync(string name, CancellationToken cancellationToken = default)
    {
        var found = await inner.FindAsync(name, cancellationToken);
        if (meddler.Next is { } meddle)
        {
            meddler.Next = null;
            await meddle(inner);
        }

        return found;
    }

    public Task<Template> UpsertAsync(
        TemplateDraft draft, long? expectedVersion = null, string? expectedId = null, CancellationToken cancellationToken = default) =>
        inner.UpsertAsync(draft, expectedVersion, expectedId, cancellationToken);

    public Task<bool> DeleteAsync(string name, long? expectedVersion = null, string? expectedId = null, CancellationToken cancellationToken = default) =>
        inner.DeleteAsync(name, expectedVersion, expectedId, cancellationToken);
}

/// <summary>What is done once, after the next look.</summary>
internal sealed class Meddler
{
    public Func<ITemplateStore, Task>? Next { get; set; }
}
