using FluentAssertions;
using MadLab.Persistence.Tests.Support;
using MadLab.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace MadLab.Persistence.Tests.Contexts;

/// <summary>MadLab's documents in a transaction of the host's, together with its rows.</summary>
public sealed class HostTransactionTests : IAsyncLifetime, IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly ManualTimeProvider _time = new();
    private StoreHarness _host = null!;
    private AsyncServiceScope _scope;
    private HostContext _context = null!;

    public async Task InitializeAsync()
    {
        _host = await StoreHarness.StartAsync(
            builder =>
            {
                builder.Services.AddDbContext<HostContext>(o => o.UseSqlite($"Data Source={_folder.File()}"));
                builder.UseDbContext<HostContext>();
            },
            _time);
        _scope = _host.Services.CreateAsyncScope();
        _context = _scope.ServiceProvider.GetRequiredService<HostContext>();
        await _context.Database.EnsureCreatedAsync();
    }

    public async Task DisposeAsync()
    {
        await _scope.DisposeAsync();
        await _host.DisposeAsync();
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Transaction_HostsAndOurRows_StayOrGoTogether(bool commit)
    {
        string id;
        await using (var transaction = await _context.Database.BeginTransactionAsync())
        {
            _context.Orders.Add(new Order { Name = "one" });
            await _context.SaveChangesAsync();
            var lab = _context.MadLab("ann");
            id = (await lab.Workspaces.CreateAsync("Desk", Json.Of("""{"n":1}"""))).Id;
            await lab.Workspaces.UpdateAsync(id, new WorkspaceChange { Title = "Renamed" }, expectedVersion: 1);
            await lab.Templates.UpsertAsync(Json.Template());
            await lab.Preferences.PutAsync(new Preferences { StreamMode = "sse" });

            (await lab.Workspaces.FindAsync(id))!.Title.Should().Be("Renamed", "a transaction sees what it wrote");
            (await _host.Workspaces.OwnedBy("ann").FindAsync(id)).Should().BeNull("nobody else sees what is not committed");
            if (commit)
            {
                await transaction.CommitAsync();
            }
        }

        SqliteFile.Scalar<long>(_folder.File(), "SELECT COUNT(*) FROM Orders").Should().Be(commit ? 1 : 0);
        (await _host.Workspaces.OwnedBy("ann").FindAsync(id))?.Title.Should().Be("Renamed");
        (await _host.Workspaces.OwnedBy("ann").ListAsync(10)).Items.Should().HaveCount(commit ? 1 : 0);
        (await _host.Templates.OwnedBy("ann").ListAsync()).Should().HaveCount(commit ? 1 : 0);
        (await _host.Preferences.OwnedBy("ann").GetAsync()).Version.Should().Be(commit ? 1 : 0);
        (await _host.Workspaces.ListAsync(10)).Items.Should().BeEmpty("it is ann's");
    }

    [Fact]
    public async Task Transaction_VersionSomebodyChanged_ConflictsAndGoesOn()
    {
        var created = await _host.Workspaces.CreateAsync("theirs", Json.Of("{}"));
        await _host.Workspaces.UpdateAsync(created.Id, new WorkspaceChange { Title = "theirs, again" });
        await using (var transaction = await _context.Database.BeginTransactionAsync())
        {
            _context.Orders.Add(new Order { Name = "one" });
            await _context.SaveChangesAsync();
            var lab = _context.MadLab();
            await ShouldFailAsync(StoreErrorKind.VersionConflict, () => lab.Workspaces.UpdateAsync(created.Id, new WorkspaceChange { Title = "mine" }, created.Version));
            await ShouldFailAsync(StoreErrorKind.VersionConflict, () => lab.Workspaces.DeleteAsync(created.Id, created.Version));
            await ShouldFailAsync(StoreErrorKind.VersionConflict, () => lab.Templates.UpsertAsync(Json.Template(), expectedVersion: 3));
            await ShouldFailAsync(StoreErrorKind.VersionConflict, () => lab.Preferences.PutAsync(new Preferences(), expectedVersion: 3));
            await transaction.CommitAsync();
        }

        (await _host.Workspaces.FindAsync(created.Id))!.Title.Should().Be("theirs, again");
        (await _host.Templates.ListAsync()).Should().BeEmpty();
        SqliteFile.Scalar<long>(_folder.File(), "SELECT COUNT(*) FROM Orders").Should().Be(1);
    }

    [Fact]
    public async Task Transaction_StoreIsFull_LeavesNothingOfTheRefusedWrite()
    {
        SqliteFile.Execute(_folder.File(), """
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000)
            INSERT INTO desk_templates (id, name, kind, title, widgets, version, created_at, updated_at)
            SELECT printf('%032d', i), 't' || i, 'charting', 't', '[]', 1, 0, 0 FROM n
            """);
        await using (var transaction = await _context.Database.BeginTransactionAsync())
        {
            await ShouldFailAsync(StoreErrorKind.Full, () => _context.MadLab().Templates.UpsertAsync(Json.Template()));
            await _context.MadLab().Templates.DeleteAsync("t1");
            await transaction.CommitAsync();
        }

        (await _host.Templates.ListAsync()).Should().HaveCount(999);
        (await _host.Templates.FindAsync("Desk")).Should().BeNull();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Write_WhileTheHostHasSomethingPending_LeavesItPending(bool inTransaction)
    {
        await using var transaction = inTransaction ? await _context.Database.BeginTransactionAsync() : null;
        _context.Orders.Add(new Order { Name = "not yet" });

        var created = await _context.MadLab().Workspaces.CreateAsync("Desk", Json.Of("{}"));
        await _context.MadLab().Preferences.PutAsync(new Preferences());
        if (transaction is not null)
        {
            await transaction.CommitAsync();
        }

        SqliteFile.Scalar<long>(_folder.File(), "SELECT COUNT(*) FROM Orders").Should().Be(0);
        _context.ChangeTracker.HasChanges().Should().BeTrue();
        (await _host.Workspaces.FindAsync(created.Id)).Should().NotBeNull("without a transaction of the host's a write has its own");
        created.CreatedAt.Should().Be(_time.GetUtcNow());
    }

    [Fact]
    public async Task Write_Cancelled_LeavesTheTransactionUsable()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await using (var transaction = await _context.Database.BeginTransactionAsync())
        {
            var write = () => _context.MadLab().Workspaces.CreateAsync("never", Json.Of("{}"), cancelled.Token);
            await write.Should().ThrowAsync<OperationCanceledException>();
            await _context.MadLab().Workspaces.CreateAsync("Desk", Json.Of("{}"));
            await transaction.CommitAsync();
        }

        (await _host.Workspaces.ListAsync(10)).Items.Should().ContainSingle().Which.Title.Should().Be("Desk");
    }

    [Fact]
    public void MadLab_ContextWithoutOurTables_NamesTheCure()
    {
        using var forgetful = new ForgetfulContext(new DbContextOptionsBuilder<ForgetfulContext>().UseSqlite("Data Source=:memory:").Options);

        var act = () => forgetful.MadLab();

        act.Should().Throw<InvalidOperationException>().WithMessage("*ForgetfulContext*UseMadLab()*");
    }

    [Fact]
    public void MadLab_WhatCannotBeAnOwner_IsRefused()
    {
        var act = () => _context.MadLab("a\0b");

        act.Should().Throw<ArgumentException>().WithParameterName("owner");
    }

    private static async Task ShouldFailAsync(StoreErrorKind kind, Func<Task> write) =>
        (await write.Should().ThrowAsync<StoreException>()).Which.Kind.Should().Be(kind);
}
