using System.Net;
using System.Text.Json;
using EmbeddedDb;
using FluentAssertions;
using MadLab.Persistence.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace MadLab.Persistence.Tests.Contexts;

/// <summary>The sample, from outside: one migration of the host's own, one transaction for its rows and ours.</summary>
public sealed class EmbeddedDbTests : IAsyncLifetime, IDisposable
{
    private readonly TempFolder _folder = new();
    private WebApplication _app = null!;
    private HttpClient _client = null!;

    public async Task InitializeAsync()
    {
        _app = await EmbeddedApp.CreateAsync(
            ["--urls", "http://127.0.0.1:0", "--ConnectionStrings:App", $"Data Source={_folder.File()};Pooling=False", "--Logging:LogLevel:Default", "None"]);
        await _app.StartAsync();
        _client = new HttpClient { BaseAddress = new Uri(_app.Urls.Single()) };
    }

    public async Task DisposeAsync() => await _app.DisposeAsync();

    public void Dispose()
    {
        _client?.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Start_NewDatabase_HasItsTablesAndOursFromOneMigration()
    {
        SqliteFile.Scalar<string>(_folder.File(), """SELECT group_concat("MigrationId") FROM "__EFMigrationsHistory" """).Should().Be("20260301000000_Initial");
        SqliteFile.Scalar<long>(
            _folder.File(),
            "SELECT COUNT(*) FROM sqlite_master WHERE name IN ('Portfolios', 'lab_workspaces', 'lab_templates', 'lab_preferences', 'lab_operator_settings')").Should().Be(5);
        await using var scope = _app.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<AppDbContext>().Database.HasPendingModelChanges().Should().BeFalse();
        (await GetAsync("/api/health")).GetProperty("db").GetString().Should().Be("ok");
    }

    [Fact]
    public async Task Post_Portfolio_IsThereWithItsWorkspace()
    {
        using var opened = await _client.PostAsync(new Uri("/portfolios/Tech", UriKind.Relative), null);

        opened.StatusCode.Should().Be(HttpStatusCode.OK);
        var id = JsonElement.Parse(await opened.Content.ReadAsByteArrayAsync()).GetProperty("workspaceId").GetString();
        (await GetAsync($"/api/workspaces/{id}")).GetProperty("workspace").GetProperty("title").GetString().Should().Be("Tech");
    }

    [Fact]
    public async Task Post_NameThatIsTaken_LeavesNoWorkspaceBehind()
    {
        using var first = await _client.PostAsync(new Uri("/portfolios/Tech", UriKind.Relative), null);
        using var second = await _client.PostAsync(new Uri("/portfolios/Tech", UriKind.Relative), null);

        second.StatusCode.Should().Be(HttpStatusCode.Conflict);
        (await GetAsync("/api/workspaces")).GetProperty("workspaces").GetArrayLength().Should().Be(1);
    }

    private async Task<JsonElement> GetAsync(string path) => JsonElement.Parse(await _client.GetByteArrayAsync(new Uri(path, UriKind.Relative)));
}
