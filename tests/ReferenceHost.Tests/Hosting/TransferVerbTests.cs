using System.Globalization;
using FluentAssertions;
using ReferenceHost.Tests.Contract.Support;
using ReferenceHost.Tests.Support;
using Xunit;

namespace ReferenceHost.Tests.Hosting;

public sealed class TransferVerbTests : IDisposable
{
    private static readonly Dictionary<string, string?> Environment = new() { ["DATABASE_URL"] = "file:./dev.db" };
    private static readonly Dictionary<string, string?> Memory = new() { ["NEXT_PUBLIC_DB_MODE"] = "memory" };

    private readonly ContentFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task ExportAndImport_ThroughAFile_MoveTheDocuments()
    {
        await FillAsync();
        var export = await RunAsync("export", _folder.Of("all.ndjson"));
        var other = new Dictionary<string, string?> { ["DATABASE_URL"] = "file:./other.db" };

        var import = await VerbRun.RunAsync(other, _folder, "import", _folder.Of("all.ndjson"));
        var again = await VerbRun.RunAsync(other, _folder, "import", _folder.Of("all.ndjson"));

        export.Code.Should().Be(0, export.Error);
        export.Output.Should().Contain("Exported 2 documents.");
        import.Code.Should().Be(0, import.Error);
        import.Output.Should().Contain("Imported 2 documents; 0 were there already, 0 replaced, 0 refused.");
        again.Code.Should().Be(0, again.Error);
        again.Output.Should().Contain("Imported 0 documents; 2 were there already");
        Directory.GetFiles(_folder.Path).Should().NotContain(f => f.EndsWith(".partial", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Export_ToTheStandardOutput_WritesNothingButTheDocuments()
    {
        await FillAsync();

        // Whatever the host has to log goes elsewhere.
        var exit = await HostProcess.RunAsync(Environment, _folder, "export", "-", "--Logging:LogLevel:Default", "Debug");

        exit.Code.Should().Be(0, exit.Error);
        var lines = exit.Output.TrimEnd('\n').Split('\n');
        lines.Should().HaveCount(4).And.OnlyContain(line => line.StartsWith('{') && line.EndsWith('}'));
        exit.Error.Should().Contain("Exported 2 documents.");
    }

    [Fact]
    public async Task Import_DocumentThatDiffers_IsNamedAndLeftAlone()
    {
        await FillAsync();
        await RunAsync("export", _folder.Of("all.ndjson"));
        _folder.Write("changed.ndjson", (await File.ReadAllTextAsync(_folder.Of("all.ndjson"))).Replace("\"title\":\"t\"", "\"title\":\"changed\"", StringComparison.Ordinal));

        var refused = await RunAsync("import", _folder.Of("changed.ndjson"));
        var replaced = await RunAsync("import", _folder.Of("changed.ndjson"), "--overwrite");

        refused.Code.Should().Be(1, refused.Output);
        refused.Error.Should().Contain("template Desk").And.Contain("--overwrite");
        replaced.Code.Should().Be(0, replaced.Error);
        replaced.Output.Should().Contain("1 replaced");
    }

    [Fact]
    public async Task Import_RunningHostOnMemory_TakesItsDocumentsIntoTheDatabase()
    {
        await using var source = await HostProcess.StartAsync(Memory);
        for (var i = 0; i < 250; i++)
        {
            (await source.Client.PostJsonAsync("/api/workspaces", new { title = i.ToString(CultureInfo.InvariantCulture), data = new { n = i } })).ShouldBeJson();
        }

        (await source.Client.PostJsonAsync("/api/templates", """{"name":"A/B & c","kind":"charting","title":"t","widgets":[{"type":"chart","title":"","layout":{"x":0,"y":0.5,"w":6,"h":4},"props":{"n":1.10}}]}""")).ShouldBeJson();
        var before = await ReadAsync(source);

        var import = await RunAsync("import", source.Address.ToString());
        var again = await RunAsync("import", source.Address.ToString());

        import.Code.Should().Be(0, import.Error);
        import.Output.Should().Contain("Imported 251 documents;");
        again.Code.Should().Be(0, again.Error);
        again.Output.Should().Contain("251 were there already");
        await using var host = await HostProcess.StartAsync(Environment, _folder);
        (await ReadAsync(host)).Should().Equal(before);
    }

    [Theory]
    [InlineData("http://user:hunter2@127.0.0.1:1/")]
    [InlineData("http://127.0.0.1:1/")]
    [InlineData("http://")]
    public async Task Import_ServiceThatCannotBeRead_FailsWithOneLineWithoutASecret(string address)
    {
        var exit = await RunAsync("import", address);

        exit.Code.Should().NotBe(0);
        exit.Error.TrimEnd('\n').Should().StartWith("MadLab ").And.NotContain("\n").And.NotContain("hunter2");
    }

    private async Task FillAsync()
    {
        _folder.Write("seed.ndjson", """
            {"format":"madlab","formatVersion":1}
            {"kind":"template","id":"t1","version":2,"createdAt":"2026-01-01T00:00:00Z","updatedAt":"2026-01-02T00:00:00Z","document":{"name":"Desk","kind":"charting","title":"t","widgets":[]}}
            {"kind":"workspace","id":"w1","version":1,"createdAt":"2026-01-01T00:00:00Z","updatedAt":"2026-01-01T00:00:00Z","document":{"title":"one","data":{"n":1.10}}}
            {"kind":"end","rows":2}

            """);
        var seeded = await RunAsync("import", _folder.Of("seed.ndjson"));
        seeded.Code.Should().Be(0, seeded.Error);
    }

    private static async Task<List<string>> ReadAsync(HostProcess host)
    {
        var workspaces = (await host.Client.AskAsync("/api/workspaces?limit=1000")).ShouldBeJson().GetProperty("workspaces").EnumerateArray();
        var templates = (await host.Client.AskAsync("/api/templates")).ShouldBeJson().GetProperty("templates").EnumerateArray();
        return [.. workspaces.Concat(templates).Select(d => d.GetRawText())];
    }

    private Task<HostExit> RunAsync(params string[] args) => VerbRun.RunAsync(Environment, _folder, args);
}
