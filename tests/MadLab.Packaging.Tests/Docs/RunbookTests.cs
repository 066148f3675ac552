using FluentAssertions;
using MadLab.Packaging.Tests.Embedding;
using MadLab.Packaging.Tests.Support;
using Xunit;

namespace MadLab.Packaging.Tests.Docs;

/// <summary>Every command that the pages give an operator is run: the host's verbs on a database of their own, the tool's commands on a host with a sign-in.</summary>
public sealed class RunbookTests(RunbookTests.OperatedHost operated) : IClassFixture<RunbookTests.OperatedHost>
{
    private const string Verb = "HOST ";
    private const string Tool = "madlab ";

    // What a command must say before it counts as working.
    private static readonly (string Start, string Proof)[] Proofs =
    [
        ("HOST migrate --check", "up to date"),
        ("HOST migrate --script", "CREATE TABLE"),
        ("HOST migrate", "Nothing to migrate"),
        ("HOST backup", "Backed up to"),
        ("HOST restore", "Restored"),
        ("HOST export", "Exported"),
        ("HOST import", "mported"),
        ("HOST key add", "madlab_"),
        ("HOST key list", "read"),
        ("HOST key revoke", "Revoked"),
        ("HOST help", "migrate"),
        ("madlab check", "0 failed"),
        ("madlab load", "budget"),
        ("madlab tail", "AAPL"),
        ("madlab live-data off", "off now"),
        ("madlab live-data", "now."),
        ("madlab cache clear", "removed from the cache"),
        ("madlab stream-mode", "now."),
    ];

    public static TheoryData<string> Verbs => [.. Lines(Verb)];

    public static TheoryData<string> Tools => [.. Lines(Tool)];

    [Fact]
    public void Runbook_HasTheCommandsOfTheOldOneAndMore()
    {
        Lines(Verb).Should().Contain(["HOST migrate --check", "HOST migrate"]).And.HaveCountGreaterThan(6);
        Lines(Tool).Should().HaveCountGreaterThan(6);
        Lines(Verb).Concat(Lines(Tool)).Should().OnlyContain(line => Proofs.Any(p => line.StartsWith(p.Start, StringComparison.Ordinal)));
    }

    [Theory]
    [MemberData(nameof(Verbs))]
    public async Task Verb_OfThePages_DoesWhatItSays(string line)
    {
        using var folder = operated.NewFolder();

        var (code, said) = await RunAsync(folder, OperatedHost.Assembly, line[Verb.Length..]);

        code.Should().Be(0, said);
        said.Should().Contain(ProofOf(line));
    }

    [Theory]
    [MemberData(nameof(Tools))]
    public async Task Tool_OfThePages_DoesWhatItSays(string line)
    {
        using var folder = new TempFolder();
        var command = line.Replace("https://HOST", operated.Url, StringComparison.Ordinal).Replace("http://localhost:5000", operated.Url, StringComparison.Ordinal);
        if (command.StartsWith("madlab tail", StringComparison.Ordinal))
        {
            // Else it goes on until somebody ends it.
            command += " --count 1";
        }

        var (code, said) = await RunAsync(folder, Path.Combine(AppContext.BaseDirectory, "MadLab.Tool.dll"), command[Tool.Length..], ("MADLAB_KEY", operated.Key), ("MADLAB_URL", operated.Url));

        // How fast a load was is this machine's affair.
        code.Should().BeLessThanOrEqualTo(line.StartsWith("madlab load", StringComparison.Ordinal) ? 1 : 0, said);
        said.Should().Contain(ProofOf(line));
    }

    private static string ProofOf(string line) => Proofs.First(p => line.StartsWith(p.Start, StringComparison.Ordinal)).Proof;

    private static IEnumerable<string> Lines(string start) =>
        Snippet.All.Where(s => s.Language == "sh" && !s.IsLeftOut)
            .SelectMany(s => s.Code.Split('\n'))
            .Select(static line => line.Split(" #")[0].Trim())
            .Where(line => line.StartsWith(start, StringComparison.Ordinal))
            .Distinct();

    private static async Task<(int ExitCode, string Said)> RunAsync(TempFolder folder, string assembly, string line, params (string Name, string Value)[] environment)
    {
        using var process = Command.Start(Command.Dotnet, folder.Path, info =>
        {
            info.ArgumentList.Add(assembly);
            foreach (var word in line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                info.ArgumentList.Add(word);
            }

            foreach (var (name, value) in environment)
            {
                info.Environment[name] = value;
            }
        });
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(3));
        return (process.ExitCode, await output + await error);
    }

    /// <summary>A host with a sign-in and a key that may do everything.</summary>
    public sealed class OperatedHost : IAsyncLifetime, IDisposable
    {
        private readonly TempFolder _folder = new();
        private readonly TempFolder _prepared = new();
        private AppProcess? _app;

        internal static string Assembly { get; } = Path.Combine(AppContext.BaseDirectory, "ReferenceHost.dll");

        public string Url => _app!.Address.GetLeftPart(UriPartial.Authority);

        public string Key { get; private set; } = string.Empty;

        public async Task InitializeAsync()
        {
            var (code, said) = await RunAsync(_folder, Assembly, "key add oncall --scopes read,write,operate");
            Key = said.Split('\n').First(static l => l.StartsWith("madlab_", StringComparison.Ordinal));
            code.Should().Be(0);
            foreach (var before in new[] { "migrate", "backup madlab-backup.db", "backup before-upgrade.db", "export madlab.json", "key add ann --scopes read" })
            {
                (await RunAsync(_prepared, Assembly, before)).ExitCode.Should().Be(0);
            }

            _app = await AppProcess.StartAsync(
                Assembly, "--contentRoot", _folder.Path, "--MadLab:Auth:ApiKeys", "true", "--MadLab:Persistence:Backup:Folder", _folder.PathOf("backups"));
        }

        public async Task DisposeAsync()
        {
            if (_app is not null)
            {
                await _app.DisposeAsync();
            }
        }

        public void Dispose()
        {
            _folder.Dispose();
            _prepared.Dispose();
        }

        /// <summary>A folder with a database, a backup, an export and a key, which nobody serves.</summary>
        internal TempFolder NewFolder()
        {
            var folder = new TempFolder();
            foreach (var file in Directory.EnumerateFiles(_prepared.Path, "*", SearchOption.AllDirectories))
            {
                var target = folder.PathOf(Path.GetRelativePath(_prepared.Path, file));
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                File.Copy(file, target);
            }

            return folder;
        }
    }
}
