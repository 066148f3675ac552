using System.Net;
using FluentAssertions;
using MadLab.Persistence.Tests.Support;
using Xunit;

namespace MadLab.Persistence.Tests.Stores;

public sealed class SqliteTemplateLimitTests() : TemplateLimitTests(StoreKind.Sqlite);

public sealed class PostgreSqlTemplateLimitTests() : TemplateLimitTests(StoreKind.PostgreSql);

/// <summary>A list of templates is one answer, so a database holds only as many as one answer may.</summary>
public abstract class TemplateLimitTests(StoreKind kind) : IAsyncLifetime
{
    private StorePlace _place = null!;

    public async Task InitializeAsync() => _place = await StorePlace.CreateAsync(kind);

    public async Task DisposeAsync() => await _place.DisposeAsync();

    [StoreFact]
    public async Task Post_PastAThousandTemplates_IsFullUntilOneGoes()
    {
        await using var server = await StoreServer.StartAsync(_place.Use);
        (await PostAsync(server, "t1")).Status.Should().Be(HttpStatusCode.OK);
        await _place.ExecuteAsync("""
            WITH RECURSIVE n(i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < 1000)
            INSERT INTO madlab_templates (id, name, kind, title, widgets, version, created_at, updated_at)
            SELECT 'id-' || i, 't' || i, 'charting', 't', '[]', 1, 0, 0 FROM n
            """);

        (await PostAsync(server, "t1001")).ShouldBeProblem(507, "STORE_FULL");
        (await server.GetAsync("/api/templates"))["templates"].GetArrayLength().Should().Be(1000);

        (await PostAsync(server, "t1000")).Status.Should().Be(HttpStatusCode.OK, "what is there can still be changed");
        (await server.DeleteAsync("/api/templates/t7")).Status.Should().Be(HttpStatusCode.OK);
        (await PostAsync(server, "t1001")).Status.Should().Be(HttpStatusCode.OK);
    }

    [StoreFact]
    public async Task Upsert_Past16MiBOfTemplates_IsFullAndChangesNothing()
    {
        await using var host = await StoreHarness.StartAsync(_place.Use);
        for (var i = 0; i < 16; i++)
        {
            await host.Templates.UpsertAsync(OfAboutOneMebibyte($"t{i}"));
        }

        await host.Templates.UpsertAsync(Json.Template("small"));
        var create = () => host.Templates.UpsertAsync(OfAboutOneMebibyte("t16"));
        var grow = () => host.Templates.UpsertAsync(OfAboutOneMebibyte("small"));

        (await create.Should().ThrowAsync<StoreException>()).Which.Kind.Should().Be(StoreErrorKind.Full);
        (await grow.Should().ThrowAsync<StoreException>()).Which.Kind.Should().Be(StoreErrorKind.Full);
        (await host.Templates.FindAsync("t16")).Should().BeNull();
        (await host.Templates.FindAsync("small"))!.Version.Should().Be(1);

        await host.Templates.DeleteAsync("t0");
        (await grow()).Version.Should().Be(2);
    }

    private static Task<Reply> PostAsync(StoreServer server, string name) =>
        server.PostAsync("/api/templates", $$"""{"name":"{{name}}","kind":"charting","title":"t"}""");

    private static TemplateDraft OfAboutOneMebibyte(string name) => new()
    {
        Name = name,
        Kind = "charting",
        Title = "large",
        Widgets =
        [
            new TemplateWidget
            {
                Type = "note",
                Title = "text",
                Layout = new WidgetLayout { X = 0, Y = 0, W = 1, H = 1 },
                Props = Json.Of($$"""{"text":"{{new string('x', (1024 * 1024) - 200)}}"}"""),
            },
        ],
    };
}
