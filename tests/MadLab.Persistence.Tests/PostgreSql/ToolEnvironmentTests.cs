using FluentAssertions;
using MadLab.Persistence.PostgreSql.Backup;
using MadLab.Persistence.Tests.Backup;
using MadLab.TestSupport.PostgreSql;
using Npgsql;
using Xunit;

namespace MadLab.Persistence.Tests.PostgreSql;

public sealed class ToolEnvironmentTests
{
    [Theory]
    [InlineData("SSL Mode=VerifyFull;Root Certificate=/ca.pem", "PGSSLROOTCERT", "/ca.pem")]
    [InlineData("SSL Mode=Require", "PGSSLROOTCERT", null)]
    [InlineData("Channel Binding=Require", "PGCHANNELBINDING", "require")]
    [InlineData("Channel Binding=Disable", "PGCHANNELBINDING", "disable")]
    [InlineData("Options=-c search_path=lab", "PGOPTIONS", "-c search_path=lab")]
    [InlineData("Port=5433", "PGOPTIONS", null)]
    [InlineData("SSL Certificate=/client.pem;SSL Key=/client.key", "PGSSLCERT", "/client.pem")]
    [InlineData("Password=hunter2", "PGPASSWORD", "hunter2")]
    public void Set_ConnectionString_IsSaidInVariables(string text, string name, string? value) =>
        Environment(text).GetValueOrDefault(name).Should().Be(value);

    [Theory]
    [InlineData("VerifyFull")]
    [InlineData("VerifyCA")]
    public void Set_CertificateIsVerifiedAndNoAuthorityNamed_TakesTheSystems(string mode)
    {
        var file = Environment($"SSL Mode={mode}")["PGSSLROOTCERT"];

        (file == "system" || File.Exists(file)).Should().BeTrue(file);
    }

    [Theory]
    [InlineData("SSL Certificate=/client.p12;SSL Password=hunter2")]
    [InlineData("SSL Certificate=/client.PFX")]
    [InlineData("SSL Certificate=/client.pem;SSL Password=hunter2")]
    public void Set_CertificateTheProgramsCannotRead_SaysWhatToDo(string text)
    {
        var set = () => Environment(text);

        set.Should().Throw<BackupException>().Which.Message.Should().Contain("export").And.Contain("PEM").And.NotContain("hunter2").And.NotContain("\n");
    }

    [PostgresFact]
    public async Task Run_OptionsOfTheConnectionString_Hold()
    {
        var database = await (await PostgresServer.SharedAsync()).CreateAsync();
        var tool = new PostgreSqlTool(database.ConnectionString + ";Options=-c default_statistics_target=77");

        (await tool.RunAsync("psql", ["-X", "-A", "-t", "-c", "SHOW default_statistics_target"], CancellationToken.None)).Trim().Should().Be("77");
    }

    private static Dictionary<string, string?> Environment(string text)
    {
        var environment = new Dictionary<string, string?> { ["PGSERVICE"] = "of another database" };
        PostgreSqlEnvironment.Set(environment, new NpgsqlConnectionStringBuilder($"Host=db;Database=lab;{text}"));
        environment.Should().NotContainKey("PGSERVICE");
        return environment;
    }
}
