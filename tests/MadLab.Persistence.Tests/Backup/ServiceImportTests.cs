using FluentAssertions;
using MadLab.Persistence.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Xunit;

namespace MadLab.Persistence.Tests.Backup;

/// <summary>Documents of an earlier service, which lists everything at once, says no versions, and may keep JSON as text.</summary>
public sealed class ServiceImportTests : IAsyncLifetime, IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly Dictionary<string, string> _answers = new(StringComparer.Ordinal);
    private readonly WebApplication _service;

    public ServiceImportTests()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        _service = builder.Build();
        _service.Run(context =>
        {
            var path = context.Request.Path + Uri.UnescapeDataString(context.Request.QueryString.Value!);
            context.Response.StatusCode = _answers.ContainsKey(path) ? 200 : path.StartsWith("/broken", StringComparison.Ordinal) ? 500 : 404;
            return context.Response.WriteAsync(_answers.GetValueOrDefault(path, """{"error":"Not found"}"""));
        });
    }

    private StoreHarness Host { get; set; } = null!;

    private Uri Address => new(_service.Urls.Single());

    public async Task InitializeAsync()
    {
        await _service.StartAsync();
        Host = await StoreHarness.SqliteAsync(_folder.File());
    }

    public async Task DisposeAsync()
    {
        await Host.DisposeAsync();
        await _service.StopAsync();
        await _service.DisposeAsync();
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Import_EarlierService_TakesEachDocumentInItsForm()
    {
        Answer("/api/templates", """{"templates":[{"id":"ckt2","name":"A & B/C"},{"id":"ckt1","name":"Desk"}]}""");
        Answer("/api/templates?name=Desk", """{"template":{"id":"ckt1","name":"Desk","kind":"charting","title":"","createdAt":"2025-03-01T10:00:00.000Z","updatedAt":"2025-03-02T10:00:00.000Z","widgets":[{"id":"x","templateId":"ckt1","type":"chart","title":"Prices","layout":"{\"x\":0,\"y\":0,\"w\":6,\"h\":4}","props":"{\"n\":1.10}"},{"type":"note","layout":{"x":6,"y":0,"w":6,"h":4,"i":"w2"},"props":null}]}}""");
        Answer("/api/templates?name=A & B/C", """{"template":{"id":"ckt2","name":"A & B/C","kind":"k","title":"t"}}""");
        Answer("/api/workspaces?limit=100", """{"workspaces":[{"id":"ckw2","title":"newer","data":{}},{"id":"ckw1","title":"older","data":{}}]}""");
        Answer("/api/workspaces?id=ckw1", """{"workspace":{"id":"ckw1","title":"older","data":"{\"big\":12345678901234567890}","createdAt":1735689600000,"updatedAt":1735693200000,"userId":7}}""");
        Answer("/api/workspaces?id=ckw2", """{"workspace":{"id":"ckw2","title":"newer","data":{"n":1.10}}}""");

        var result = await ImportAsync();

        result.Should().BeEquivalentTo(new { Added = 4, Skipped = 0, Refused = 0 });
        (await Host.Workspaces.ListAsync(10)).Items.Select(w => (w.Id, w.Title, w.Data.GetRawText(), w.Version)).Should().Equal(
            ("ckw2", "newer", """{"n":1.10}""", 1), ("ckw1", "older", """{"big":12345678901234567890}""", 1));
        (await Host.Workspaces.FindAsync("ckw1"))!.UpdatedAt.Should().Be(new DateTimeOffset(2025, 1, 1, 1, 0, 0, TimeSpan.Zero));
        (await Host.Templates.ListAsync()).Select(t => t.Name).Should().Equal("A & B/C", "Desk");
        var desk = (await Host.Templates.FindAsync("Desk"))!;
        desk.CreatedAt.Should().Be(new DateTimeOffset(2025, 3, 1, 10, 0, 0, TimeSpan.Zero));
        desk.Widgets.Select(w => (w.Type, w.Title, w.Layout.W, w.Layout.I, w.Props?.GetRawText())).Should().Equal(
            ("chart", "Prices", 6, null, """{"n":1.10}"""), ("note", "", 6, "w2", null));
    }

    [Fact]
    public async Task Import_DocumentsThatCannotBeKept_AreNamedAndTheOthersTaken()
    {
        Answer("/api/templates", """{"templates":[]}""");
        Answer("/api/workspaces?limit=100", """{"workspaces":[{"id":"a"},{"id":"b"},{"id":"c"},{"id":"gone"}]}""");
        Answer("/api/workspaces?id=a", """{"workspace":{"id":"a","title":"t","data":{}}}""");
        Answer("/api/workspaces?id=b", """{"workspace":{"id":"b","title":"t","data":[1]}}""");
        Answer("/api/workspaces?id=c", $$"""{"workspace":{"id":"c","title":"{{new string('t', 201)}}","data":{} } }""");
        Answer("/api/workspaces?id=gone", """{"workspace":null}""");

        var result = await ImportAsync();

        result.Should().BeEquivalentTo(new { Added = 1, Skipped = 2 });
        result.SkippedFirst.Should().HaveCount(2).And.Contain(p => p.StartsWith("workspace b: ")).And.Contain(p => p.StartsWith("workspace c: "));
    }

    [Fact]
    public async Task Import_Pages_AreReadToTheirEnd()
    {
        Answer("/api/templates", """{"templates":[]}""");
        Answer("/api/workspaces?limit=100", """{"workspaces":[{"id":"3"},{"id":"2"}],"nextCursor":"a+b"}""");
        Answer("/api/workspaces?limit=100&cursor=a+b", """{"workspaces":[{"id":"2"},{"id":"1"}],"nextCursor":null}""");
        foreach (var id in new[] { "1", "2", "3" })
        {
            Answer($"/api/workspaces?id={id}", $$"""{"workspace":{"id":"{{id}}","title":"t","data":{} } }""");
        }

        (await ImportAsync()).Added.Should().Be(3);
        (await Host.Workspaces.ListAsync(10)).Items.Select(w => w.Id).Should().Equal("3", "2", "1");
    }

    [Theory]
    [InlineData("""{"workspaces":[{"id":"1"}],"nextCursor":"x"}""", "do not end")]
    [InlineData("""{"workspaces":{}}""", "no 'workspaces'")]
    [InlineData("""{"workspaces":[{}]}""", "no 'id'")]
    [InlineData("[]", "no JSON object")]
    [InlineData("<html>", "no JSON")]
    public async Task Import_ListThatIsNoList_SaysSo(string page, string why)
    {
        Answer("/api/templates", """{"templates":[]}""");
        Answer("/api/workspaces?limit=100", page);
        Answer("/api/workspaces?limit=100&cursor=x", page);

        var import = () => ImportAsync();

        (await import.Should().ThrowAsync<BackupException>()).Which.Message.Should().Contain(why).And.Contain("/api/workspaces");
    }

    [Fact]
    public async Task Import_ServiceThatFails_NamesItsStatus()
    {
        var import = () => Host.Get<IMadLabTransfer>().ImportAsync(new Uri(Address, "/broken/"));

        (await import.Should().ThrowAsync<BackupException>()).Which.Message.Should().Contain("500").And.Contain("/broken/templates");
    }

    [Theory]
    [InlineData("http://ann:secret@127.0.0.1/")]
    [InlineData("ftp://127.0.0.1/")]
    public async Task Import_AddressThatCannotBeOne_IsRefusedWithoutRepeatingIt(string address)
    {
        var import = () => Host.Get<IMadLabTransfer>().ImportAsync(new Uri(address));

        (await import.Should().ThrowAsync<BackupException>()).Which.Message.Should().NotContain("secret").And.NotContain("ann");
    }

    private void Answer(string path, string json) => _answers[path] = json;

    private Task<ImportResult> ImportAsync() => Host.Get<IMadLabTransfer>().ImportAsync(Address);
}
