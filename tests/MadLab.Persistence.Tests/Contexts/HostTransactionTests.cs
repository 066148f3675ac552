using FluentAssertions;
using MadLab.Persistence.Tests.Support;
using MadLab.Testing;
using MadLab.TestSupport.PostgreSql;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace MadLab.Persistence.Tests.Contexts;

public sealed class SqliteHostTransactionTests : HostTransactionTests, IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private protected override Task<Action<DbContextOptionsBuilder>> EngineAsync()
    {
        var connection = $"Data Source={_folder.File()}";
        return Task.FromResult<Action<DbContextOptionsBuilder>>(options => options.UseSqlite(connection));
    }
}

public sealed class PostgreSqlHostTransactionTests : HostTransactionTests
{
    private PostgresDatabase _database = null!;

    [StoreFact]
    public async Task Transaction_SomebodyCreatesTheSameMeanwhile_FindsItAndKeepsTheRest()
    {
        await using var scope = Host.Services.CreateAsyncScope();
        var other = scope.ServiceProvider.GetRequiredService<HostContext>();
        await using var theirs = await other.Database.BeginTransactionAsync();
        await other.MadLab().Templates.UpsertAsync(Json.Template(title: "theirs"));
        await using var mine = await Context.Database.BeginTransactionAsync();
        Context.Orders.Add(new Order { Name = "one" });
        await Context.SaveChangesAsync();

        var write = Context.MadLab().Templates.UpsertAsync(Json.Template(title: "mine"));
        await Eventually.AskAsync(
            () => _database.ScalarAsync<long>("SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"),
            waiting => waiting > 0);
        await theirs.CommitAsync();

        (await write).Version.Should().Be(2);
        await mine.CommitAsync();
        (await Host.Templates.FindAsync("Desk"))!.Title.Should().Be("mine");
        (await OrdersAsync()).Should().Be(1);
    }

    private protected override async Task<Action<DbContextOptionsBuilder>> EngineAsync()
    {
        _database = await (await PostgresServer.SharedAsync()).CreateAsync();
        return options => options.UseNpgsql(_database.ConnectionString);
    }
}

/// <summary>MadLab's documents in a transaction of the host's, together with its rows.</summary>
public abstract class HostTransactionTests : IAsyncLifetime
{
    private readonly ManualTimeProvider _time = new();
    private AsyncServiceScope _scope;

    private protected StoreHarness Host { get; private set; } = null!;

    private protected HostContext Context { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        var engine = await EngineAsync();
        Host = await StoreHarness.StartAsync(
            builder =>
            {
                builder.Services.AddDbContext<HostContext>(engine);
                builder.UseDbContext<HostContext>();
            },
            _time);
        _scope = Host.Services.CreateAsyncScope();
        Context = _scope.ServiceProvider.GetRequiredService<HostContext>();
        await Context.Database.EnsureCreatedAsync();
    }

    public async Task DisposeAsync()
    {
        await _scope.DisposeAsync();
        await Host.DisposeAsync();
    }

    [StoreTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Transaction_HostsAndOurRows_StayOrGoTogether(bool commit)
    {
        string id;
        await using (var transaction = await Context.Database.BeginTransactionAsync())
        {
            Context.Orders.Add(new Order { Name = "one" });
            await Context.SaveChangesAsync();
            var lab = Context.MadLab("ann");
            id = (await lab.Workspaces.CreateAsync("Desk", Json.Of("""{"n":1}"""))).Id;
            await lab.Workspaces.UpdateAsync(id, new WorkspaceChange { Title = "Renamed" }, expectedVersion: 1);
            await lab.Templates.UpsertAsync(Json.Template());
            await lab.Preferences.PutAsync(new Preferences { StreamMode = "sse" });

            (await lab.Workspaces.FindAsync(id))!.Title.Should().Be("Renamed", "a transaction sees what it wrote");
            (await Host.Workspaces.OwnedBy("ann").FindAsync(id)).Should().BeNull("nobody else sees what is not committed");
            if (commit)
            {
                await transaction.CommitAsync();
            }
        }

        (await OrdersAsync()).Should().Be(commit ? 1 : 0);
        (await Host.Workspaces.OwnedBy("ann").FindAsync(id))?.Title.Should().Be("Renamed");
        (await Host.Workspaces.OwnedBy("ann").ListAsync(10)).Items.Should().HaveCount(commit ? 1 : 0);
        (await Host.Templates.OwnedBy("ann").ListAsync()).Should().HaveCount(commit ? 1 : 0);
        (await Host.Preferences.OwnedBy("ann").GetAsync()).Version.Should().Be(commit ? 1 : 0);
        (await Host.Workspaces.ListAsync(10)).Items.Should().BeEmpty("it is ann's");
    }

    [StoreFact]
    public async Task Transaction_VersionSomebodyChanged_ConflictsAndGoesOn()
    {
        var created = await Host.Workspaces.CreateAsync("theirs", Json.Of("{}"));
        await Host.Workspaces.UpdateAsync(created.Id, new WorkspaceChange { Title = "theirs, again" });
        await using (var transaction = await Context.Database.BeginTransactionAsync())
        {
            Context.Orders.Add(new Order { Name = "one" });
            await Context.SaveChangesAsync();
            var lab = Context.MadLab();
            await ShouldFailAsync(StoreErrorKind.VersionConflict, () => lab.Workspaces.UpdateAsync(created.Id, new WorkspaceChange { Title = "mine" }, created.Version));
            await ShouldFailAsync(StoreErrorKind.VersionConflict, () => lab.Workspaces.DeleteAsync(created.Id, created.Version));
            await ShouldFailAsync(StoreErrorKind.VersionConflict, () => lab.Templates.UpsertAsync(Json.Template(), expectedVersion: 3));
            await ShouldFailAsync(StoreErrorKind.VersionConflict, () => lab.Preferences.PutAsync(new Preferences(), expectedVersion: 3));
            await transaction.CommitAsync();
        }

        (await Host.Workspaces.FindAsync(created.Id))!.Title.Should().Be("theirs, again");
        (await Host.Templates.ListAsync()).Should().BeEmpty();
        (await OrdersAsync()).Should().Be(1);
    }

    [StoreFact]
    public async Task Transaction_StoreIsFull_LeavesNothingOfTheRefusedWrite()
    {
        await Context.Database.ExecuteSqlRawAsync("""
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000)
            INSERT INTO desk_templates (id, name, kind, title, widgets, version, created_at, updated_at)
            SELECT 'id' || i, 't' || i, 'charting', 't', '[]', 1, 0, 0 FROM n
            """);
        await using (var transaction = await Context.Database.BeginTransactionAsync())
        {
            await ShouldFailAsync(StoreErrorKind.Full, () => Context.MadLab().Templates.UpsertAsync(Json.Template()));
            await Context.MadLab().Templates.DeleteAsync("t1");
            await transaction.CommitAsync();
        }

        (await Host.Templates.ListAsync()).Should().HaveCount(999);
        (await Host.Templates.FindAsync("Desk")).Should().BeNull();
    }

    [StoreTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Write_WhileTheHostHasSomethingPending_LeavesItPending(bool inTransaction)
    {
        await using var transaction = inTransaction ? await Context.Database.BeginTransactionAsync() : null;
        Context.Orders.Add(new Order { Name = "not yet" });

        var created = await Context.MadLab().Workspaces.CreateAsync("Desk", Json.Of("{}"));
        await Context.MadLab().Preferences.PutAsync(new Preferences());
        if (transaction is not null)
        {
            await transaction.CommitAsync();
        }

        (await OrdersAsync()).Should().Be(0);
        Context.ChangeTracker.HasChanges().Should().BeTrue();
        (await Host.Workspaces.FindAsync(created.Id)).Should().NotBeNull("without a transaction of the host's a write has its own");
        created.CreatedAt.Should().Be(_time.GetUtcNow());
    }

    [StoreFact]
    public async Task Write_Cancelled_LeavesTheTransactionUsable()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await using (var transaction = await Context.Database.BeginTransactionAsync())
        {
            var write = () => Context.MadLab().Workspaces.CreateAsync("never", Json.Of("{}"), cancelled.Token);
            await write.Should().ThrowAsync<OperationCanceledException>();
            await Context.MadLab().Workspaces.CreateAsync("Desk", Json.Of("{}"));
            await transaction.CommitAsync();
        }

        (await Host.Workspaces.ListAsync(10)).Items.Should().ContainSingle().Which.Title.Should().Be("Desk");
    }

    [StoreFact]
    public void MadLab_ContextWithoutOurTables_NamesTheCure()
    {
        using var forgetful = new ForgetfulContext(new DbContextOptionsBuilder<ForgetfulContext>().UseSqlite("Data Source=:memory:").Options);

        var act = () => forgetful.MadLab();

        act.Should().Throw<InvalidOperationException>().WithMessage("*ForgetfulContext*UseMadLab()*");
    }

    [StoreFact]
    public void MadLab_WhatCannotBeAnOwner_IsRefused()
    {
        var act = () => Context.MadLab("a\0b");

        act.Should().Throw<ArgumentException>().WithParameterName("owner");
    }

    private protected abstract Task<Action<DbContextOptionsBuilder>> EngineAsync();

    /// <summary>What somebody else sees of the host's rows.</summary>
    private protected async Task<int> OrdersAsync()
    {
        await using var scope = Host.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<HostContext>().Orders.CountAsync();
    }

    private static async Task ShouldFailAsync(StoreErrorKind kind, Func<Task> write) =>
        (await write.Should().ThrowAsync<StoreException>()).Which.Kind.Should().Be(kind);
}
