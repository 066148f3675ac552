using FluentAssertions;
using MadLab.Persistence.Database;
using MadLab.Persistence.Model;
using MadLab.Persistence.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace MadLab.Persistence.Tests.Concurrency;

public sealed class SqliteOvertakenWriteTests() : OvertakenWriteTests(StoreKind.Sqlite);

public sealed class PostgreSqlOvertakenWriteTests() : OvertakenWriteTests(StoreKind.PostgreSql);

/// <summary>A row that is gone between a write's look and its change of it, as an import meets where others write.</summary>
public abstract class OvertakenWriteTests(StoreKind kind) : StoreSuite(kind)
{
    [StoreFact]
    public async Task WriteAsync_OvertakenOnce_RunsAgain()
    {
        await Host.Workspaces.CreateAsync("t", Json.Of("{}"));
        var runs = 0;

        var found = await Session.WriteAsync("test", (context, cancel) => ChangeAsync(context, isOvertaken: ++runs == 1, cancel), CancellationToken.None);

        (found, runs).Should().Be(("t", 2));
        (await Host.Workspaces.ListAsync(2)).Items.Should().ContainSingle().Which.Title.Should().Be("changed");
    }

    [StoreFact]
    public async Task WriteAsync_OvertakenAlways_IsAConflictInOurWords()
    {
        await Host.Workspaces.CreateAsync("t", Json.Of("{}"));

        var write = () => Session.WriteAsync("test", (context, cancel) => ChangeAsync(context, isOvertaken: true, cancel), CancellationToken.None);

        var failure = (await write.Should().ThrowAsync<StoreException>()).Which;
        failure.Kind.Should().Be(StoreErrorKind.VersionConflict);
        failure.Message.Should().Contain("try again");
        (await Host.Workspaces.ListAsync(2)).Items.Should().ContainSingle().Which.Title.Should().Be("t");
    }

    private StoreSession<MadLabDbContext> Session => Host.Get<StoreSession<MadLabDbContext>>();

    private static async Task<string> ChangeAsync(MadLabDbContext context, bool isOvertaken, CancellationToken cancellationToken)
    {
        var row = await context.Set<WorkspaceEntity>().AsTracking().SingleAsync(cancellationToken);
        var found = row.Title;
        row.Title = "changed";
        if (isOvertaken)
        {
            await context.Set<WorkspaceEntity>().ExecuteDeleteAsync(cancellationToken);
        }

        await context.SaveChangesAsync(cancellationToken);
        return found;
    }
}
