using FluentAssertions;
using Microsoft.Data.Sqlite;
using ReferenceHost.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace ReferenceHost.Tests.Contract.Lifetime;

/// <summary>A migration that is killed in its middle, the row by which it locked the database still in it, is done by the next one.</summary>
[Collection(Alone.Name)]
public sealed class KilledMigrationTests(ITestOutputHelper output) : IDisposable
{
    private static readonly int Rounds = Environment.GetEnvironmentVariable("MADLAB_TEST_LONG") == "1" ? 50 : 3;
    private static readonly Dictionary<string, string?> Variables = new() { ["DATABASE_URL"] = "file:./madlab.db" };

    private readonly ContentFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Migrate_AfterAKill_TakesOverAndIsWhole()
    {
        var interrupted = 0;
        for (var round = 1; round <= Rounds; round++)
        {
            foreach (var file in Directory.GetFiles(_folder.Path, "madlab.db*"))
            {
                File.Delete(file);
            }

            var code = await HostProcess.KillWhenItSaysAsync("Applying ", Variables, _folder, "migrate");

            var check = await VerbRun.RunAsync(Variables, _folder, "migrate", "--check");
            interrupted += check.Code;
            var migrate = await VerbRun.RunAsync(Variables, _folder, "migrate");
            migrate.Code.Should().Be(0, $"round {round}, killed with {code}: {migrate.Error}");
            (await VerbRun.RunAsync(Variables, _folder, "migrate", "--check")).Code.Should().Be(0);
            (await AskAsync("PRAGMA integrity_check")).Should().Be("ok");
            (await AskAsync("SELECT COUNT(*) FROM sqlite_master WHERE name LIKE 'madlab\\_%' ESCAPE '\\' AND type = 'table'")).Should().Be(5L);
        }

        interrupted.Should().BePositive("a kill that comes too late proves nothing");
        output.WriteLine($"{Rounds} kills, {interrupted} of them before the migration was done.");
    }

    private async Task<object?> AskAsync(string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={_folder.Of("madlab.db")};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteScalarAsync();
    }
}
