using MadLab.Persistence;
using Microsoft.Extensions.DependencyInjection;

namespace MadLab.Hosting.Verbs;

/// <summary><c>migrate</c>: brings the database's schema up to date and ends.</summary>
internal static class MigrateVerb
{
    public const string Name = "migrate";

    public static async Task RunAsync(IServiceProvider services, TextWriter output, CancellationToken cancellationToken)
    {
        if (services.GetService<IMadLabDatabase>() is not { } database)
        {
            await output.WriteLineAsync("Nothing to migrate: documents are kept in memory.");
            return;
        }

        var pending = await database.GetPendingMigrationsAsync(cancellationToken);
        if (pending.Count == 0)
        {
            await output.WriteLineAsync("Nothing to migrate: the database is up to date.");
            return;
        }

        await database.MigrateAsync(cancellationToken);
        await output.WriteLineAsync($"Applied {pending.Count} migration{(pending.Count == 1 ? "" : "s")}: {string.Join(", ", pending)}.");
    }
}
