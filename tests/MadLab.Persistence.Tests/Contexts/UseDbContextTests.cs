using FluentAssertions;
using MadLab.Persistence.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace MadLab.Persistence.Tests.Contexts;

public sealed class UseDbContextTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Stores_OnAHostsContext_LiveInItsTables()
    {
        await using var host = await StartAsync();

        var workspace = await host.Workspaces.CreateAsync("Desk", Json.Of("{}"));
        await host.Templates.UpsertAsync(Json.Template());
        await host.Preferences.PutAsync(new Preferences { StreamMode = "sse" });
        await host.OperatorSettings.PutAsync(new OperatorSetting("a", "b", "c", DateTimeOffset.UnixEpoch));

        SqliteFile.Scalar<string>(_folder.File(), "SELECT id FROM desk_workspaces").Should().Be(workspace.Id);
        (await host.Templates.FindAsync("Desk")).Should().NotBeNull();
        (await host.Preferences.GetAsync()).Version.Should().Be(1);
        (await host.OperatorSettings.ListAsync()).Should().ContainSingle();
        host.Status.IsDatabase.Should().BeTrue();
        host.Status.IsDurable.Should().BeTrue();
        await host.Status.CheckAsync();
        (await host.Database.GetPendingMigrationsAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task Write_WhileTheHostHasSomethingPending_CommitsNothingOfTheHosts()
    {
        await using var host = await StartAsync();
        await using var scope = host.Services.CreateAsyncScope();
        var pending = scope.ServiceProvider.GetRequiredService<HostContext>();
        pending.Orders.Add(new Order { Name = "not yet" });

        await host.Workspaces.CreateAsync("Desk", Json.Of("{}"));
        await host.Preferences.PutAsync(new Preferences());

        SqliteFile.Scalar<long>(_folder.File(), "SELECT COUNT(*) FROM Orders").Should().Be(0);
        pending.ChangeTracker.HasChanges().Should().BeTrue();
        await pending.SaveChangesAsync();
        SqliteFile.Scalar<long>(_folder.File(), "SELECT COUNT(*) FROM Orders").Should().Be(1);
    }

    [Fact]
    public async Task Writes_32AtOnceOnSqlite_TakeTurns()
    {
        await using var host = await StartAsync();
        var id = (await host.Workspaces.CreateAsync("t", Json.Of("{}"))).Id;

        await Task.WhenAll(Enumerable.Range(0, 32).Select(i => Task.Run(() => host.Workspaces.UpdateAsync(id, new WorkspaceChange { Title = $"{i}" }))));

        (await host.Workspaces.FindAsync(id))!.Version.Should().Be(33);
    }

    [Fact]
    public async Task Start_ContextWithoutOurTables_FailsAndNamesTheCure()
    {
        var act = () => StoreHarness.StartAsync(builder =>
        {
            builder.Services.AddDbContext<ForgetfulContext>(o => o.UseSqlite($"Data Source={_folder.File()}"));
            builder.UseDbContext<ForgetfulContext>();
        });

        (await act.Should().ThrowAsync<InvalidOperationException>()).Which.Message.Should().Contain("ForgetfulContext").And.Contain("UseMadLab()");
    }

    [Fact]
    public async Task CheckAsync_TablesNotMade_IsDown()
    {
        await using var host = await StoreHarness.StartAsync(Use);

        var check = () => host.Status.CheckAsync();

        (await check.Should().ThrowAsync<StoreException>()).Which.Kind.Should().Be(StoreErrorKind.Unavailable);
    }

    [Fact]
    public async Task UseSqlite_AfterUseDbContext_TakesOverWhole()
    {
        await using var host = await StoreHarness.StartAsync(builder =>
        {
            Use(builder);
            builder.UseSqlite($"Data Source={_folder.File("other.db")}");
        });

        await host.Workspaces.CreateAsync("t", Json.Of("{}"));

        File.Exists(_folder.File()).Should().BeFalse();
        SqliteFile.Scalar<long>(_folder.File("other.db"), "SELECT COUNT(*) FROM madlab_workspaces").Should().Be(1);
        host.Services.GetServices<IHostedService>().Count(s => s.GetType().Name.StartsWith("DatabaseStartup", StringComparison.Ordinal)).Should().Be(1);
    }

    [Fact]
    public async Task UseSqlite_Twice_TheLastFileWins()
    {
        await using var host = await StoreHarness.StartAsync(builder => builder
            .UseSqlite($"Data Source={_folder.File("first.db")}")
            .UseSqlite($"Data Source={_folder.File("second.db")}"));

        await host.Workspaces.CreateAsync("t", Json.Of("{}"));

        File.Exists(_folder.File("first.db")).Should().BeFalse();
        SqliteFile.Scalar<long>(_folder.File("second.db"), "SELECT COUNT(*) FROM madlab_workspaces").Should().Be(1);
    }

    [Theory]
    [InlineData("desk-")]
    [InlineData("a;drop")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public void UseMadLab_PrefixThatIsNoName_IsRefused(string prefix)
    {
        var act = () => new ModelBuilder().UseMadLab(o => o.TablePrefix = prefix);

        act.Should().Throw<ArgumentException>().WithMessage("*TablePrefix*");
    }

    private void Use(IMadLabBuilder builder)
    {
        builder.Services.AddDbContext<HostContext>(o => o.UseSqlite($"Data Source={_folder.File()}"));
        builder.UseDbContext<HostContext>();
    }

    private async Task<StoreHarness> StartAsync()
    {
        var host = await StoreHarness.StartAsync(Use);
        await using var scope = host.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<HostContext>().Database.EnsureCreatedAsync();
        return host;
    }
}
