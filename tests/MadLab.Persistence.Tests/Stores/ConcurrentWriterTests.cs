using System.Globalization;
using System.Net;
using FluentAssertions;
using MadLab.Persistence.Tests.Support;
using Xunit;

namespace MadLab.Persistence.Tests.Stores;

public sealed class MemoryConcurrentWriterTests() : ConcurrentWriterTests(StoreKind.Memory);

public sealed class SqliteConcurrentWriterTests() : ConcurrentWriterTests(StoreKind.Sqlite);

public sealed class PostgreSqlConcurrentWriterTests() : ConcurrentWriterTests(StoreKind.PostgreSql);

/// <summary>32 clients on one document, over HTTP: nobody's change is lost, and nobody is told otherwise.</summary>
public abstract class ConcurrentWriterTests(StoreKind kind) : EndpointSuite(kind)
{
    private const int Writers = 32;
    private const int Writes = 4;

    [StoreFact]
    public async Task Put_ReadModifyWriteWithIfMatch_LosesNoUpdate()
    {
        var (id, _) = await CreateWorkspaceAsync(data: """{"n":0}""");
        var conflicts = 0;

        await AllAsync(async _ =>
        {
            for (var done = 0; done < Writes;)
            {
                var read = await Server.GetAsync($"/api/workspaces/{id}");
                var next = read["workspace"].GetProperty("data").GetProperty("n").GetInt32() + 1;
                var written = await Server.PutAsync($"/api/workspaces/{id}", $$$"""{"data":{"n":{{{next}}}}}""", ("If-Match", read.ETag!));
                if (written.Status == HttpStatusCode.OK)
                {
                    written["workspace"].GetProperty("data").GetProperty("n").GetInt32().Should().Be(next);
                    done++;
                }
                else
                {
                    written.ShouldBeProblem(412, "VERSION_CONFLICT");
                    Interlocked.Increment(ref conflicts);
                }
            }
        });

        var workspace = (await Server.GetAsync($"/api/workspaces/{id}"))["workspace"];
        workspace.GetProperty("data").GetProperty("n").GetInt32().Should().Be(Writers * Writes, "{0} conflicts were told of", conflicts);
        workspace.GetProperty("version").GetInt32().Should().Be(1 + (Writers * Writes));
    }

    [StoreFact]
    public async Task Put_WithoutIfMatch_AppliesWholeAndBothMembersStay()
    {
        var (id, _) = await CreateWorkspaceAsync();

        await AllAsync(async writer =>
        {
            for (var i = 0; i < Writes; i++)
            {
                var body = writer % 2 == 0 ? $$"""{"title":"{{writer}}-{{i}}"}""" : $$$"""{"data":{"by":{{{writer}}},"same":{{{writer}}}}}""";
                var written = await Server.PutAsync($"/api/workspaces/{id}", body);
                written.Status.Should().Be(HttpStatusCode.OK, "the body is {0}", written.Body);
            }
        });

        var workspace = (await Server.GetAsync($"/api/workspaces/{id}"))["workspace"];
        workspace.GetProperty("version").GetInt32().Should().Be(1 + (Writers * Writes));
        var by = int.Parse(workspace.GetProperty("title").GetString()!.Split('-')[0], CultureInfo.InvariantCulture);
        (by % 2).Should().Be(0, "the last title is one that somebody wrote");
        workspace.GetProperty("title").GetString().Should().EndWith($"-{Writes - 1}", "each writer's last title came after its others, and nobody's write put an old one back");
        var data = workspace.GetProperty("data");
        data.GetProperty("by").GetInt32().Should().Be(data.GetProperty("same").GetInt32());
        (data.GetProperty("by").GetInt32() % 2).Should().Be(1);
    }

    [StoreFact]
    public async Task Post_OneTemplateByAll_IsOneTemplate()
    {
        await AllAsync(async writer =>
        {
            var posted = await Server.PostAsync("/api/templates", $$"""{"name":"Desk","kind":"charting","title":"{{writer}}"}""");
            posted.Status.Should().Be(HttpStatusCode.OK, "the body is {0}", posted.Body);
        });

        (await Server.GetAsync("/api/templates"))["templates"].GetArrayLength().Should().Be(1);
        (await Server.GetAsync("/api/templates/Desk")).TagVersion.Should().Be(Writers);
    }

    [StoreFact]
    public async Task Put_PreferencesByAll_WritesEach()
    {
        await AllAsync(async writer => (await Server.PutAsync("/api/preferences", $$"""{"pollingIntervalMs":{{1000 + writer}}}""")).Status.Should().Be(HttpStatusCode.OK));

        var preferences = await Server.GetAsync("/api/preferences");
        preferences.TagVersion.Should().Be(Writers);
        preferences["pollingIntervalMs"].GetInt32().Should().BeInRange(1000, 1000 + Writers - 1);
    }

    private static Task AllAsync(Func<int, Task> write) => Task.WhenAll(Enumerable.Range(0, Writers).Select(i => Task.Run(() => write(i))));
}
