using FluentAssertions;
using ReferenceHost.Tests.Support;
using Xunit;

namespace ReferenceHost.Tests.Hosting;

/// <summary>What an operator sees when a setting cannot be used: one line, exit code 2, no stack, no secret.</summary>
public sealed class HostStartTests
{
    [Theory]
    [InlineData("MARKET_API_MAX_CACHE", "lots", "'lots'")]
    [InlineData("NEXT_PUBLIC_WS_URL", "http://quotes", "'http://quotes'")]
    [InlineData("NEXT_PUBLIC_DB_MODE", "cloud", "'cloud'")]
    [InlineData("PRISMA_PROVIDER", "mysql", "'mysql'")]
    [InlineData("DISABLE_LIVE_DATA", "maybe", "'maybe'")]
    [InlineData("DISABLE_RATE_LIMIT", "maybe", "'maybe'")]
    [InlineData("MADLAB_LEAN_DATA", "/no/such/folder", "'/no/such/folder'")]
    [InlineData("MADLAB_LEAN_REPLAY_SPEED", "-2", "'-2'")]
    [InlineData("DATABASE_URL", "mysql://root:hunter2@db/lab", "mysql")]
    [InlineData("DATABASE_URL", "postgresql://mad:hunter2@db:5432/lab?sslmode=verify", "sslmode")]
    [InlineData("DATABASE_URL", "postgresql://mad:hunter2@db:5432/lab?sslmode=verify-full&sslrootcert=no-such.pem", "no-such.pem")]
    [InlineData("DATABASE_URL", "postgresql://mad:hunter2@db:5432/lab?schema=pg_lab", "MadLab:Persistence:Schema")]
    [InlineData("PRISMA_PROVIDER", "postgresql", "MadLab:Persistence:ConnectionString")]
    [InlineData("MadLab__Market__MaxCacheEntries", "0", "MaxCacheEntries")]
    [InlineData("MadLab__Market__MaxCacheEntries", "many", "MadLab:Market:MaxCacheEntries")]
    [InlineData("MadLab__Persistence__Mode", "cloud", "MadLab:Persistence:Mode")]
    [InlineData("MadLab__WsUrl", "ftp://quotes", "MadLab:WsUrl")]
    [InlineData("MadLab__Providers__synthetic__Enabled", "maybe", "MadLab:Providers:synthetic:Enabled")]
    [InlineData("MadLab__Providers__lean__Folder", "/no/such/folder", "MadLab:Providers:lean:Folder")]
    [InlineData("ASPNETCORE_URLS", "nonsense", "nonsense")]
    public async Task Start_UnusableSetting_EndsWithOneLine(string name, string value, string says)
    {
        var exit = await HostProcess.RunAsync(new Dictionary<string, string?> { [name] = value });

        ShouldBeOneLine(exit, says);
        if (!name.Contains("__", StringComparison.Ordinal))
        {
            exit.Error.Should().Contain(name);
        }
    }

    [Fact]
    public async Task Start_AddressInUse_EndsWithOneLine()
    {
        await using var first = await HostProcess.StartAsync();

        var exit = await HostProcess.RunAsync(new Dictionary<string, string?> { ["ASPNETCORE_URLS"] = first.Address.ToString() });

        ShouldBeOneLine(exit, first.Address.Authority);
    }

    [Fact]
    public async Task Start_FolderWithoutLeanData_NamesTheVariable()
    {
        using var folder = new ContentFolder();
        Directory.CreateDirectory(folder.Of("empty"));

        var exit = await HostProcess.RunAsync(new Dictionary<string, string?> { ["MADLAB_LEAN_DATA"] = folder.Of("empty") });

        ShouldBeOneLine(exit, "MADLAB_LEAN_DATA");
        exit.Error.Should().Contain(folder.Of("empty"));
    }

    [Fact]
    public async Task Start_ProviderContradictsUrl_NamesBoth()
    {
        var exit = await HostProcess.RunAsync(new Dictionary<string, string?>
        {
            ["PRISMA_PROVIDER"] = "postgresql",
            ["DATABASE_URL"] = "file:./dev.db",
        });

        ShouldBeOneLine(exit, "PRISMA_PROVIDER");
        exit.Error.Should().Contain("DATABASE_URL");
    }

    [Theory]
    [InlineData("'frob'", "frob")]
    [InlineData("'twice'", "migrate", "twice")]
    public async Task Start_UnknownVerb_EndsWithOneLine(string says, params string[] args) =>
        ShouldBeOneLine(await HostProcess.RunAsync(args: args), says);

    [Fact]
    public async Task Help_SaysTheVerbsAndEnds()
    {
        var exit = await HostProcess.RunAsync(args: "help");

        exit.Code.Should().Be(0);
        exit.Output.Should().Contain("migrate");
        exit.Error.Should().BeEmpty();
    }

    [Fact]
    public async Task Start_EmptyVariables_CountAsNotSet()
    {
        string[] names =
        [
            "NEXT_PUBLIC_WS_URL", "NEXT_PUBLIC_DB_MODE", "PRISMA_PROVIDER", "DATABASE_URL", "MARKET_API_MAX_CACHE",
            "DISABLE_LIVE_DATA", "DISABLE_RATE_LIMIT", "MADLAB_LEAN_DATA", "MADLAB_LEAN_REPLAY_SPEED",
        ];
        await using var host = await HostProcess.StartAsync(names.ToDictionary(n => n, _ => (string?)""));

        (await host.StopAsync()).Code.Should().Be(0);
    }

    private static void ShouldBeOneLine(HostExit exit, string says)
    {
        exit.Code.Should().Be(2, exit.Output + exit.Error);
        exit.Error.TrimEnd('\n').Should().StartWith("MadLab cannot start: ").And.Contain(says).And.NotContain("\n");
        (exit.Output + exit.Error).Should().NotContain("hunter2").And.NotContain("   at ").And.NotContain("Exception");
    }
}
