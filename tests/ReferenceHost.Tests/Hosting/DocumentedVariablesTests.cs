using FluentAssertions;
using MadLab.Hosting.Configuration;
using Npgsql;
using ReferenceHost.Tests.Support;
using Xunit;

namespace ReferenceHost.Tests.Hosting;

public sealed class DocumentedVariablesTests : IDisposable
{
    private readonly ContentFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_NothingSet_SaysNothing()
    {
        var variables = Read();

        variables.Settings.Should().BeEmpty();
        variables.Warnings.Should().BeEmpty();
    }

    [Theory]
    [InlineData("NEXT_PUBLIC_WS_URL")]
    [InlineData("NEXT_PUBLIC_DB_MODE")]
    [InlineData("PRISMA_PROVIDER")]
    [InlineData("DATABASE_URL")]
    [InlineData("MARKET_API_MAX_CACHE")]
    [InlineData("DISABLE_LIVE_DATA")]
    [InlineData("DISABLE_RATE_LIMIT")]
    [InlineData("MADLAB_LEAN_DATA")]
    [InlineData("MADLAB_LEAN_REPLAY_SPEED")]
    public void Read_EmptyVariable_CountsAsNotSet(string name)
    {
        Read((name, "")).Settings.Should().BeEmpty();
        Read((name, "  ")).Settings.Should().BeEmpty();
    }

    [Theory]
    [InlineData("NEXT_PUBLIC_WS_URL", "wss://quotes.example.com/ws?x=1", "MadLab:WsUrl", "wss://quotes.example.com/ws?x=1")]
    [InlineData("NEXT_PUBLIC_WS_URL", "WS://quotes:81", "MadLab:WsUrl", "WS://quotes:81")]
    [InlineData("NEXT_PUBLIC_WS_URL", "/api/stream/ws", "MadLab:WsUrl", "/api/stream/ws")]
    [InlineData("NEXT_PUBLIC_DB_MODE", "db", "MadLab:Persistence:Mode", "db")]
    [InlineData("NEXT_PUBLIC_DB_MODE", "Memory", "MadLab:Persistence:Mode", "memory")]
    [InlineData("NEXT_PUBLIC_DB_MODE", "off", "MadLab:Persistence:Mode", "memory")]
    [InlineData("NEXT_PUBLIC_DB_MODE", "mock", "MadLab:Persistence:Mode", "memory")]
    [InlineData("PRISMA_PROVIDER", "sqlite", "MadLab:Persistence:Provider", "sqlite")]
    [InlineData("PRISMA_PROVIDER", "PostgreSQL", "MadLab:Persistence:Provider", "postgresql")]
    [InlineData("MARKET_API_MAX_CACHE", "1", "MadLab:Market:MaxCacheEntries", "1")]
    [InlineData("MARKET_API_MAX_CACHE", " 1000000 ", "MadLab:Market:MaxCacheEntries", "1000000")]
    [InlineData("DISABLE_LIVE_DATA", "true", "MadLab:Market:LiveData", "false")]
    [InlineData("DISABLE_LIVE_DATA", "1", "MadLab:Market:LiveData", "false")]
    [InlineData("MADLAB_LEAN_REPLAY_SPEED", "0.5", "MadLab:Providers:lean:ReplaySpeed", "0.5")]
    [InlineData("MADLAB_LEAN_REPLAY_SPEED", "1e6", "MadLab:Providers:lean:ReplaySpeed", "1000000")]
    public void Read_UsableValue_BecomesASetting(string name, string value, string key, string setting) =>
        Read((name, value)).Settings.Should().Equal(new Dictionary<string, string?> { [key] = setting });

    [Theory]
    [InlineData("TRUE")]
    [InlineData("1")]
    public void Read_RateLimitDisabled_LiftsBothLimits(string value) =>
        Read(("DISABLE_RATE_LIMIT", value)).Settings.Should().Equal(new Dictionary<string, string?>
        {
            ["MadLab:Market:RateLimit:Enabled"] = "false",
            ["MadLab:Streaming:MaxConnectionsPerAddress"] = "0",
        });

    [Theory]
    [InlineData("DISABLE_LIVE_DATA")]
    [InlineData("DISABLE_RATE_LIMIT")]
    public void Read_NotDisabled_LeavesItToTheConfiguration(string name)
    {
        Read((name, "false")).Settings.Should().BeEmpty();
        Read((name, "0")).Settings.Should().BeEmpty();
    }

    [Theory]
    [InlineData("NEXT_PUBLIC_WS_URL", "http://quotes")]
    [InlineData("NEXT_PUBLIC_WS_URL", "//quotes/ws")]
    [InlineData("NEXT_PUBLIC_WS_URL", "api/stream")]
    [InlineData("NEXT_PUBLIC_WS_URL", "ws://a b")]
    [InlineData("NEXT_PUBLIC_WS_URL", "ws://quotes/#part")]
    [InlineData("NEXT_PUBLIC_DB_MODE", "yes")]
    [InlineData("PRISMA_PROVIDER", "mysql")]
    [InlineData("MARKET_API_MAX_CACHE", "0")]
    [InlineData("MARKET_API_MAX_CACHE", "-1")]
    [InlineData("MARKET_API_MAX_CACHE", "1000001")]
    [InlineData("MARKET_API_MAX_CACHE", "5e2")]
    [InlineData("MARKET_API_MAX_CACHE", "many")]
    [InlineData("DISABLE_LIVE_DATA", "yes")]
    [InlineData("DISABLE_RATE_LIMIT", "2")]
    [InlineData("MADLAB_LEAN_DATA", "no-such-folder")]
    [InlineData("MADLAB_LEAN_REPLAY_SPEED", "0")]
    [InlineData("MADLAB_LEAN_REPLAY_SPEED", "-1")]
    [InlineData("MADLAB_LEAN_REPLAY_SPEED", "NaN")]
    [InlineData("MADLAB_LEAN_REPLAY_SPEED", "1000001")]
    [InlineData("MADLAB_LEAN_REPLAY_SPEED", "1,5")]
    public void Read_UnusableValue_NamesVariableValueAndWhatIsAccepted(string name, string value) =>
        FluentActions.Invoking(() => Read((name, value))).Should().Throw<SettingException>()
            .Which.Message.Should().StartWith(name).And.Contain($"'{value}'").And.Contain("accepted");

    [Fact]
    public void Read_ValueWithLineBreaks_StaysOneLine() =>
        FluentActions.Invoking(() => Read(("NEXT_PUBLIC_DB_MODE", "a\r\nb\u2028c" + new string('x', 500)))).Should().Throw<SettingException>()
            .Which.Message.Should().Contain("'a??b?c").And.NotContainAny("\r", "\n", "\u2028").And.Match(m => m.Length < 250);

    [Fact]
    public void Read_PasswordInTheWebSocketUrl_IsRefusedAndNotRepeated() =>
        FluentActions.Invoking(() => Read(("NEXT_PUBLIC_WS_URL", "wss://me:hunter2@quotes/ws"))).Should().Throw<SettingException>()
            .Which.Message.Should().Contain("NEXT_PUBLIC_WS_URL").And.Contain("quotes").And.NotContain("hunter2");

    [Fact]
    public void Read_LeanFolder_BecomesAFullPath()
    {
        Directory.CreateDirectory(_folder.Of("lean"));

        Read(("MADLAB_LEAN_DATA", "lean")).Settings.Should().Contain("MadLab:Providers:lean:Folder", _folder.Of("lean"));
        Read(("MADLAB_LEAN_DATA", _folder.Of("lean"))).Settings.Should().Contain("MadLab:Providers:lean:Folder", _folder.Of("lean"));
    }

    [Fact]
    public void Read_DatabaseUrlAlone_MeansDb()
    {
        var variables = Read(("DATABASE_URL", "file:./dev.db"));

        variables.Settings.Should().Equal(new Dictionary<string, string?>
        {
            ["MadLab:Persistence:Mode"] = "db",
            ["MadLab:Persistence:Provider"] = "sqlite",
            ["MadLab:Persistence:ConnectionString"] = $"Data Source={_folder.Of("dev.db")}",
        });
        variables.Warnings.Should().BeEmpty();
    }

    [Fact]
    public void Read_PostgresUrl_BecomesServerAndSchema()
    {
        _folder.Write("prisma/ca.pem", "").Write("client.pfx", "");

        var variables = Read(("DATABASE_URL", "postgresql://mad:p%40ss@db/lab?schema=docs&sslmode=verify-full&sslrootcert=ca.pem&sslidentity=client.pfx&pgbouncer=true"));

        variables.Settings.Should().Contain("MadLab:Persistence:Mode", "db").And.Contain("MadLab:Persistence:Provider", "postgresql").And.Contain("MadLab:Persistence:Schema", "docs");
        var connection = new NpgsqlConnectionStringBuilder(variables.Settings["MadLab:Persistence:ConnectionString"]);
        connection.Host.Should().Be("db");
        connection.Password.Should().Be("p@ss");
        connection.SslMode.Should().Be(SslMode.VerifyFull);
        connection.RootCertificate.Should().Be(_folder.Of("prisma/ca.pem"));
        connection.SslCertificate.Should().Be(_folder.Of("client.pfx"));
        connection.MaxAutoPrepare.Should().Be(0);
        connection.NoResetOnClose.Should().BeTrue();
        variables.Warnings.Should().ContainSingle().Which.Should().Contain("prisma").And.NotContain("p@ss");
    }

    [Fact]
    public void Read_PostgresCertificateThatIsNotThere_IsNamed() =>
        FluentActions.Invoking(() => Read(("DATABASE_URL", "postgresql://mad:hunter2@db/lab?sslmode=verify-ca&sslcert=gone.pem"))).Should().Throw<SettingException>()
            .Which.Message.Should().StartWith("DATABASE_URL").And.Contain(_folder.Of("gone.pem")).And.NotContain("hunter2");

    [Fact]
    public void Read_DatabaseUrlWithMemoryMode_StaysInMemory() =>
        Read(("DATABASE_URL", "file:./dev.db"), ("NEXT_PUBLIC_DB_MODE", "memory")).Settings.Should().Contain("MadLab:Persistence:Mode", "memory");

    [Fact]
    public void Read_FileOnlyInPrismasFolder_IsUsedWithAWarning()
    {
        _folder.Write("prisma/dev.db", "");

        var variables = Read(("DATABASE_URL", "file:./dev.db"));

        variables.Settings["MadLab:Persistence:ConnectionString"].Should().Be($"Data Source={_folder.Of("prisma/dev.db")}");
        variables.Warnings.Should().ContainSingle().Which.Should().Contain("prisma");
    }

    [Fact]
    public void Read_FileInBothPlaces_TheContentRootWins()
    {
        _folder.Write("prisma/dev.db", "").Write("dev.db", "");

        var variables = Read(("DATABASE_URL", "file:./dev.db?socket_timeout=9"));

        variables.Settings["MadLab:Persistence:ConnectionString"].Should().Be($"Data Source={_folder.Of("dev.db")};Default Timeout=9");
        variables.Warnings.Should().BeEmpty();
    }

    [Fact]
    public void Read_UnknownUrlParameters_AreNamedWithoutTheirValues() =>
        Read(("DATABASE_URL", "file:./dev.db?token=hunter2&mode=ro")).Warnings.Should().ContainSingle()
            .Which.Should().Contain("mode, token").And.NotContain("hunter2");

    [Theory]
    [InlineData("mysql://root:hunter2@db/lab")]
    [InlineData("hunter2")]
    [InlineData("file:.?key=hunter2")]
    [InlineData("postgres://u:hunter2@h:99999/d")]
    public void Read_UnusableDatabaseUrl_IsNamedAndNotRepeated(string url) =>
        FluentActions.Invoking(() => Read(("DATABASE_URL", url))).Should().Throw<SettingException>()
            .Which.Message.Should().StartWith("DATABASE_URL").And.Contain("accepted").And.NotContain("hunter2");

    [Theory]
    [InlineData("postgresql", "file:./dev.db")]
    [InlineData("sqlite", "postgres://u:hunter2@h/d")]
    public void Read_ProviderAndUrlContradict_NamesBoth(string provider, string url) =>
        FluentActions.Invoking(() => Read(("PRISMA_PROVIDER", provider), ("DATABASE_URL", url))).Should().Throw<SettingException>()
            .Which.Message.Should().Contain("PRISMA_PROVIDER").And.Contain("DATABASE_URL").And.Contain(provider).And.NotContain("hunter2");

    private DocumentedVariables Read(params (string Name, string Value)[] variables)
    {
        var values = variables.ToDictionary(v => v.Name, v => v.Value);
        return DocumentedVariables.Read(name => values.GetValueOrDefault(name), _folder.Path);
    }
}
