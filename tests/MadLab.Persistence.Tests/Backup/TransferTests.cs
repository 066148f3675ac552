using System.Text;
using System.Text.Json;
using FluentAssertions;
using MadLab.Persistence.Backup;
using MadLab.Persistence.Tests.Support;
using Xunit;

namespace MadLab.Persistence.Tests.Backup;

public sealed class TransferTests : IAsyncLifetime, IDisposable
{
    private readonly TempFolder _folder = new();

    private StoreHarness From { get; set; } = null!;

    private StoreHarness To { get; set; } = null!;

    public async Task InitializeAsync()
    {
        From = await StoreHarness.SqliteAsync(_folder.File("from.db"));
        To = await StoreHarness.SqliteAsync(_folder.File("to.db"));
    }

    public async Task DisposeAsync()
    {
        await From.DisposeAsync();
        await To.DisposeAsync();
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Import_Export_KeepsEveryDocumentAsItWas()
    {
        await FillAsync();

        var result = await ImportAsync(await ExportAsync());

        result.Added.Should().Be(6);
        (await To.Workspaces.ListAsync(100)).Items.Should().BeEquivalentTo(
            (await From.Workspaces.ListAsync(100)).Items, options => options.WithStrictOrdering().Excluding(w => w.Data));
        (await To.Workspaces.ListAsync(100)).Items.Select(w => w.Data.GetRawText()).Should().Equal("""{ "price" : 1.10, "big":12345678901234567890, "text":"ü\n\u00e4" }""", "{}");
        (await To.Templates.ListAsync()).Select(t => (t.Id, t.Name, t.Version, t.CreatedAt, t.Widgets.Count)).Should().Equal(
            (await From.Templates.ListAsync()).Select(t => (t.Id, t.Name, t.Version, t.CreatedAt, t.Widgets.Count)));
        (await To.Preferences.GetAsync()).Should().Be(await From.Preferences.GetAsync());
        (await To.OperatorSettings.ListAsync()).Should().Equal(new OperatorSetting("live-data", "false", "ann", DateTimeOffset.UnixEpoch));
    }

    [Fact]
    public async Task Export_DocumentThatNoImportWouldRead_IsRefusedAndNamed()
    {
        var huge = await From.Workspaces.CreateAsync("t", Json.Of($"[\"{new string('x', TransferReader.MaxLine)}\"]"));

        var export = () => ExportAsync();

        (await export.Should().ThrowAsync<BackupException>()).Which.Message.Should().Contain(huge.Id).And.Contain("backup");
    }

    [Fact]
    public async Task Import_RowsOfOwners_KeepTheirOwner()
    {
        await FillAsync();
        SqliteFile.Execute(_folder.File("from.db"), "UPDATE madlab_workspaces SET owner = 'somebody'; UPDATE madlab_templates SET owner = 'else' WHERE name = 'a'; UPDATE madlab_preferences SET owner = 'third'");

        await ImportAsync(await ExportAsync());

        SqliteFile.Scalar<long>(_folder.File("to.db"), "SELECT COUNT(*) FROM madlab_workspaces WHERE owner = 'somebody'").Should().Be(2);
        SqliteFile.Scalar<string>(_folder.File("to.db"), "SELECT name FROM madlab_templates WHERE owner = 'else'").Should().Be("a");
        SqliteFile.Scalar<string>(_folder.File("to.db"), "SELECT stream_mode FROM madlab_preferences WHERE owner = 'third'").Should().Be("sse");
    }

    [Fact]
    public async Task Import_Again_ChangesNothing()
    {
        await FillAsync();
        var export = await ExportAsync();
        await ImportAsync(export);

        var again = await ImportAsync(export);

        again.Should().BeEquivalentTo(new ImportResult { Unchanged = 6 });
        (await ImportAsync(export, overwrite: true)).Should().BeEquivalentTo(new ImportResult { Unchanged = 6 });
    }

    [Fact]
    public async Task Import_DocumentsThatDiffer_AreLeftAloneUntilTheyAreToBeReplaced()
    {
        await FillAsync();
        var export = await ExportAsync();
        await ImportAsync(export);
        var changed = (await To.Workspaces.ListAsync(100)).Items[0].Id;
        await To.Workspaces.UpdateAsync(changed, new WorkspaceChange { Title = "mine" });
        await To.Templates.DeleteAsync("a");
        var template = await To.Templates.UpsertAsync(Json.Template("a", "another of that name"));
        await To.Preferences.PutAsync(new Preferences { StreamMode = "polling" });

        var refused = await ImportAsync(export);

        refused.Should().BeEquivalentTo(new { Added = 0, Unchanged = 3, Refused = 3 });
        refused.RefusedFirst.Should().Equal("template a", $"workspace {changed}", "preferences");
        (await To.Workspaces.FindAsync(changed))!.Title.Should().Be("mine");
        (await To.Templates.FindAsync("a"))!.Id.Should().Be(template.Id);

        (await ImportAsync(export, overwrite: true)).Should().BeEquivalentTo(new { Unchanged = 3, Replaced = 3, Refused = 0 });
        (await To.Workspaces.FindAsync(changed))!.Title.Should().NotBe("mine");
        (await To.Templates.FindAsync("a"))!.Id.Should().NotBe(template.Id);
        (await To.Preferences.GetAsync()).Preferences.StreamMode.Should().Be("sse");
    }

    [Fact]
    public async Task Import_TemplateWhoseNameAnotherHasByNow_ReplacesBothWithIt()
    {
        await From.Templates.UpsertAsync(Json.Template("a"));
        var export = await ExportAsync();
        await ImportAsync(export);
        SqliteFile.Execute(_folder.File("to.db"), "UPDATE madlab_templates SET name = 'moved'");
        await To.Templates.UpsertAsync(Json.Template("a", "another"));

        (await ImportAsync(export, overwrite: true)).Replaced.Should().Be(1);

        (await To.Templates.ListAsync()).Should().ContainSingle().Which.Should().BeEquivalentTo(
            new { Name = "a", (await From.Templates.FindAsync("a"))!.Id });
    }

    [Fact]
    public async Task Export_Lines_AreOneDocumentEachBetweenAHeaderAndAnEnd()
    {
        await FillAsync();
        await From.OperatorSettings.PutAsync(new OperatorSetting("quota:acme", "7", "madlab", DateTimeOffset.UnixEpoch));

        var lines = Encoding.UTF8.GetString(await ExportAsync()).TrimEnd('\n').Split('\n').Select(line => JsonElement.Parse(line)).ToList();

        lines[0].GetProperty("format").GetString().Should().Be("madlab");
        lines[0].GetProperty("formatVersion").GetInt32().Should().Be(1);
        lines[1..^1].Select(l => l.GetProperty("kind").GetString()).Should().Equal("template", "template", "workspace", "workspace", "preferences", "setting");
        lines[^1].GetProperty("kind").GetString().Should().Be("end");
        lines[^1].GetProperty("rows").GetInt64().Should().Be(6);
    }

    [Fact]
    public async Task Import_MoreThanABatch_ReportsProgressAndKeepsTheOrder()
    {
        for (var i = 0; i < 450; i++)
        {
            await From.Workspaces.CreateAsync($"{i}", Json.Of("{}"));
        }

        var reported = new Recorded();
        using var input = new MemoryStream(await ExportAsync());
        var result = await To.Get<IMadLabTransfer>().ImportAsync(input, progress: reported);

        result.Added.Should().Be(450);
        reported.Values.Should().BeInAscendingOrder().And.HaveCountGreaterThan(1).And.EndWith(450);
        (await To.Workspaces.ListAsync(1_000)).Items.Select(w => w.Title).Should().Equal(Enumerable.Range(0, 450).Reverse().Select(i => $"{i}"));
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("{}\n", "no export")]
    [InlineData("nonsense\n", "no JSON")]
    [InlineData("""{"format":"madlab","formatVersion":2}""" + "\n", "format version 2")]
    [InlineData(Header + """{"kind":"end","rows":5}""" + "\n", "some are missing")]
    [InlineData(Header, "ends early")]
    [InlineData(Header + """{"kind":"end","rows":0}""", "ends early")]
    [InlineData(Header + "[]\n", "no JSON object")]
    [InlineData(Header + """{"kind":"robot","document":{}}""" + "\n", "robot")]
    [InlineData(Header + """{"kind":"workspace","id":"1","version":1,"createdAt":"2026-01-01T00:00:00Z","updatedAt":"2026-01-01T00:00:00Z","document":{"title":"t"}}""" + "\n", "'data'")]
    [InlineData(Header + """{"kind":"workspace","id":"","version":1,"createdAt":"2026-01-01T00:00:00Z","updatedAt":"2026-01-01T00:00:00Z","document":{"title":"t","data":{}}}""" + "\n", "'id'")]
    [InlineData(Header + """{"kind":"workspace","id":"1","version":0,"createdAt":"2026-01-01T00:00:00Z","updatedAt":"2026-01-01T00:00:00Z","document":{"title":"t","data":{}}}""" + "\n", "'version'")]
    [InlineData(Header + """{"kind":"workspace","id":"1","version":1,"createdAt":"yesterday","updatedAt":"2026-01-01T00:00:00Z","document":{"title":"t","data":{}}}""" + "\n", "'createdAt'")]
    [InlineData(Header + """{"kind":"workspace","id":"1\u0000","version":1,"createdAt":"2026-01-01T00:00:00Z","updatedAt":"2026-01-01T00:00:00Z","document":{"title":"t","data":{}}}""" + "\n", "NUL")]
    [InlineData(Header + """{"kind":"workspace","id":"\ud800","version":1,"createdAt":"2026-01-01T00:00:00Z","updatedAt":"2026-01-01T00:00:00Z","document":{"title":"t","data":{}}}""" + "\n", "Unicode")]
    [InlineData(Header + """{"kind":"template","id":"1","version":1,"createdAt":"2026-01-01T00:00:00Z","updatedAt":"2026-01-01T00:00:00Z","document":{"name":"n","kind":"k","title":"t","widgets":[{}]}}""" + "\n", "'widgets'")]
    public async Task Import_NoExport_SaysWhichLineAndWhy(string input, string why)
    {
        var import = () => ImportAsync(Encoding.UTF8.GetBytes(input));

        (await import.Should().ThrowAsync<BackupException>()).Which.Message.Should().Contain(why);
        (await To.Workspaces.ListAsync(10)).Items.Should().BeEmpty();
    }

    [Fact]
    public async Task Import_CutShort_KeepsWhatCameBefore()
    {
        await FillAsync();
        var export = await ExportAsync();

        var import = () => ImportAsync(export[..^80]);

        (await import.Should().ThrowAsync<BackupException>()).Which.Message.Should().Contain("is imported");
        (await To.Workspaces.ListAsync(10)).Items.Should().HaveCount(2);
        (await ImportAsync(export)).Should().BeEquivalentTo(new { Refused = 0 });
    }

    [Fact]
    public async Task Import_LineWithoutEnd_IsRefusedBeforeItFillsMemory()
    {
        var input = new EndlessLine();

        var import = () => To.Get<IMadLabTransfer>().ImportAsync(input);

        (await import.Should().ThrowAsync<BackupException>()).Which.Message.Should().Contain("MiB");
        input.Sent.Should().BeLessThan(32 * 1024 * 1024);
    }

    [Fact]
    public async Task Import_MoreTemplatesThanAListMayHave_StopsAndSaysSo()
    {
        var lines = Enumerable.Range(0, 1_001).Select(i =>
            $$"""{"kind":"template","id":"{{i}}","version":1,"createdAt":"2026-01-01T00:00:00Z","updatedAt":"2026-01-01T00:00:00Z","document":{"name":"{{i}}","kind":"k","title":"t","widgets":[]} }""");

        var import = () => ImportAsync(Encoding.UTF8.GetBytes(Header + string.Join('\n', lines) + "\n"));

        (await import.Should().ThrowAsync<StoreException>()).Which.Kind.Should().Be(StoreErrorKind.Full);
        (await To.Templates.ListAsync()).Should().HaveCount(1_000);
    }

    [Fact]
    public async Task Export_OutputThatCannotBeWritten_IsNoFaultOfTheDatabase()
    {
        await FillAsync();

        var export = () => From.Get<IMadLabTransfer>().ExportAsync(new FullStream());

        (await export.Should().ThrowAsync<BackupException>()).Which.Message.Should().Contain("no room");
        await From.Status.CheckAsync();
    }

    private const string Header = """{"format":"madlab","formatVersion":1}""" + "\n";

    private async Task FillAsync()
    {
        await From.Templates.UpsertAsync(Json.Template("a"));
        await From.Templates.UpsertAsync(Json.Template("b"));
        await From.Templates.UpsertAsync(Json.Template("a", "twice"));
        await From.Workspaces.CreateAsync("first", Json.Of("{}"));

        // With line breaks between tokens, which a line of the export cannot hold.
        await From.Workspaces.CreateAsync("second", Json.Of("{\n\"price\" :\r1.10, \"big\":12345678901234567890, \"text\":\"ü\\n\\u00e4\"\n}"));
        await From.Preferences.PutAsync(new Preferences { StreamMode = "sse", PollingIntervalMs = 7_000, Workbench = new WorkbenchPreferences { Theme = "light", Provider = "synthetic" } });
        await From.OperatorSettings.PutAsync(new OperatorSetting("live-data", "false", "ann", DateTimeOffset.UnixEpoch));
    }

    private async Task<byte[]> ExportAsync()
    {
        using var output = new MemoryStream();
        await From.Get<IMadLabTransfer>().ExportAsync(output);
        return output.ToArray();
    }

    private async Task<ImportResult> ImportAsync(byte[] export, bool overwrite = false)
    {
        using var input = new MemoryStream(export);
        return await To.Get<IMadLabTransfer>().ImportAsync(input, overwrite);
    }

    private sealed class Recorded : IProgress<long>
    {
        public List<long> Values { get; } = [];

        public void Report(long value) => Values.Add(value);
    }

    private sealed class FullStream : MemoryStream
    {
        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
            throw new IOException("there is no room");
    }

    /// <summary>One line that never ends.</summary>
    private sealed class EndlessLine : MemoryStream
    {
        public long Sent { get; private set; }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            buffer.Span.Fill((byte)' ');
            Sent += buffer.Length;
            return ValueTask.FromResult(buffer.Length);
        }
    }
}
