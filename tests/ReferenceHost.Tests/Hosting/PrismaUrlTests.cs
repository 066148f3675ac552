using System.Data.Common;
using FluentAssertions;
using FsCheck;
using FsCheck.Fluent;
using MadLab.Hosting.Database;
using Npgsql;
using Xunit;

namespace ReferenceHost.Tests.Hosting;

public sealed class PrismaUrlTests
{
    [Theory]
    [InlineData("file:./dev.db", "./dev.db")]
    [InlineData("file:dev.db", "dev.db")]
    [InlineData("FILE:../data/dev.db", "../data/dev.db")]
    [InlineData("sqlite:./dev.db", "./dev.db")]
    [InlineData("file:/var/lib/madlab.db", "/var/lib/madlab.db")]
    [InlineData("file:///var/lib/madlab.db", "/var/lib/madlab.db")]
    [InlineData("file:./my%20data%C3%A9.db", "./my dataé.db")]
    [InlineData("file:./100%.db", "./100%.db")]
    public void TryParse_SqliteFile_GivesItsPath(string url, string path)
    {
        var file = Parse<PrismaSqlite>(url);

        file.Path.Should().Be(path);
        file.TimeoutSeconds.Should().BeNull();
        file.UnknownParameters.Should().BeEmpty();
    }

    [Fact]
    public void TryParse_SqliteParameters_AreTakenAndTheRestNamed()
    {
        var file = Parse<PrismaSqlite>("file:./dev.db?socket_timeout=7&connection_limit=1&zeta=secret&alpha");

        file.Path.Should().Be("./dev.db");
        file.TimeoutSeconds.Should().Be(7);
        file.UnknownParameters.Should().Equal("alpha", "zeta");
    }

    [Fact]
    public void TryParse_PostgresInFull_IsTranslated()
    {
        var server = Parse<PrismaPostgres>(
            "postgresql://mad:p%40ss%3Bw%2Frd@db.example.com:6543/lab%2Dmain/ignored?schema=docs&sslmode=require&connection_limit=10&connect_timeout=5" +
            "&pool_timeout=20&socket_timeout=30&application_name=mad+lab&pgbouncer=true&statement_cache_size=50&sslcert=ca.pem&what=1");

        server.Host.Should().Be("db.example.com");
        server.Port.Should().Be(6543);
        server.Database.Should().Be("lab-main");
        server.Schema.Should().Be("docs");
        server.UnknownParameters.Should().Equal("what");
        var words = Words(server);
        words.Should().Contain("Username", "mad").And.Contain("Password", "p@ss;w/rd").And.Contain("SSL Mode", "Require")
            .And.Contain("Maximum Pool Size", "10").And.Contain("Timeout", "20").And.Contain("Command Timeout", "30")
            .And.Contain("Application Name", "mad lab").And.Contain("Max Auto Prepare", "0").And.Contain("No Reset On Close", "true")
            .And.Contain("Root Certificate", "ca.pem");
    }

    [Fact]
    public void TryParse_PostgresBare_HasPrismasDefaults()
    {
        var server = Parse<PrismaPostgres>("postgres://");

        server.Host.Should().Be("localhost");
        server.Port.Should().Be(5432);
        server.Database.Should().Be("postgres");
        server.Schema.Should().Be("public");
        Words(server).Should().Contain("Timeout", "10").And.NotContainKey("Password").And.NotContainKey("SSL Mode");
    }

    [Theory]
    [InlineData("postgres://h/d?sslmode=verify-full", "VerifyFull")]
    [InlineData("postgres://h/d?sslmode=verify-ca", "VerifyCA")]
    [InlineData("postgres://h/d?sslmode=require&sslaccept=strict", "VerifyFull")]
    [InlineData("postgres://h/d?sslaccept=strict", "VerifyFull")]
    [InlineData("postgres://h/d?sslmode=disable&sslaccept=strict", "Disable")]
    [InlineData("postgres://h/d?sslmode=prefer&sslaccept=accept_invalid_certs", "Prefer")]
    [InlineData("postgres://h/d?sslmode=verify-ca&sslaccept=accept_invalid_certs", "VerifyCA")]
    public void TryParse_PostgresTls_AsksForAtLeastWhatWasAsked(string url, string mode) =>
        Words(Parse<PrismaPostgres>(url)).Should().Contain("SSL Mode", mode);

    [Theory]
    [InlineData("postgres://[::1]:7000/d", "::1", 7000)]
    [InlineData("postgres://u:p@[fe80::1%25eth0]/d", "fe80::1%eth0", 5432)]
    [InlineData("postgres://u:p@w@host/d", "host", 5432)]
    [InlineData("postgres://u@%2Fvar%2Frun/d", "/var/run", 5432)]
    [InlineData("postgres://u@ignored/d?host=/var/run/postgresql", "/var/run/postgresql", 5432)]
    public void TryParse_PostgresAddress_IsRead(string url, string host, int port)
    {
        var server = Parse<PrismaPostgres>(url);

        server.Host.Should().Be(host);
        server.Port.Should().Be(port);
    }

    [Theory]
    [InlineData("postgres://h/d?connect_timeout=0&pool_timeout=7", "0")]
    [InlineData("postgres://h/d?connect_timeout=15", "15")]
    [InlineData("postgres://h/d?connect_timeout=2&pool_timeout=3", "3")]
    public void TryParse_PostgresTimeouts_BecomeTheLonger(string url, string timeout) =>
        Words(Parse<PrismaPostgres>(url)).Should().Contain("Timeout", timeout);

    [Theory]
    [InlineData(0, 86_400, null)]
    [InlineData(1, 1, 1)]
    [InlineData(9, 9, 9)]
    [InlineData(10, 10, null)]
    [InlineData(86_400, 86_400, null)]
    public async Task TryParse_PostgresIdleLifetime_IsOneTheDriverTakes(int seconds, int lifetime, int? pruning)
    {
        var server = Parse<PrismaPostgres>($"postgres://h/d?max_idle_connection_lifetime={seconds}");

        await using var source = NpgsqlDataSource.Create(server.ConnectionString);
        var words = new NpgsqlConnectionStringBuilder(source.ConnectionString);
        words.ConnectionIdleLifetime.Should().Be(lifetime);
        words.ConnectionPruningInterval.Should().Be(pruning ?? 10);
    }

    [Theory]
    [InlineData("", "no scheme")]
    [InlineData("dev.db", "no scheme")]
    [InlineData(":x", "no scheme")]
    [InlineData("mysql://root:hunter2@h/d", "'mysql'")]
    [InlineData("hunter2:x@h", "not a known one")]
    [InlineData("file:", "names no file")]
    [InlineData("file:?socket_timeout=1", "names no file")]
    [InlineData("file:./folder/", "folder")]
    [InlineData("file://host/dev.db", "two slashes")]
    [InlineData("file::memory:", "NEXT_PUBLIC_DB_MODE=memory")]
    [InlineData("file:./a%00b.db", "control characters")]
    [InlineData("file:./dev.db?socket_timeout=soon", "socket_timeout")]
    [InlineData("postgres:h/d", "two slashes")]
    [InlineData("postgres://u:hunter2#@h/d", "%23")]
    [InlineData("postgres://u:hunter2/x@h/d", "percent-encoded")]
    [InlineData("postgres://h:0/d", "port")]
    [InlineData("postgres://h:65536/d", "port")]
    [InlineData("postgres://[::1/d", "host")]
    [InlineData("postgres://a b/d", "host")]
    [InlineData("postgres://h/d?sslmode=maybe", "sslmode")]
    [InlineData("postgres://h/d?sslidentity=client.p12&sslpassword=x", ".pfx")]
    [InlineData("postgres://h/d?connection_limit=0", "connection_limit")]
    [InlineData("postgres://h/d?pgbouncer=hunter2", "pgbouncer")]
    [InlineData("postgres://u:hunter2%00@h/d", "%00")]
    public void TryParse_Unusable_SaysWhyWithoutSecrets(string url, string says)
    {
        PrismaUrl.TryParse(url, out var database, out var reason).Should().BeFalse();

        database.Should().BeNull();
        reason.Should().Contain(says).And.NotContain("hunter2");
    }

    [Fact]
    public void TryParse_AnyText_GivesADatabaseOrAReason()
    {
        var pieces = new[] { "postgres", "postgresql", "file", "sqlite", ":", "//", "/", "@", "?", "#", "%", "%2", "%00", "%ff", "[", "]", "&", "=", "5432", "sslmode", "host", "é", "\ud800", "\0", " ", "+", ";", "'", "\"" };
        var texts = Gen.OneOf(Gen.Elements(pieces), ArbMap.Default.GeneratorFor<string>().Select(t => t ?? ""));
        var urls = Gen.ListOf(texts).Select(string.Concat);
        Prop.ForAll(
            Gen.OneOf(urls, urls.Select(u => "postgres://" + u), urls.Select(u => "file:" + u)).ToArbitrary(),
            url => PrismaUrl.TryParse(url, out var database, out var reason)
                ? database is not null && reason is null
                : database is null && !string.IsNullOrEmpty(reason))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(2000).WithReplay(20, 7));
    }

    [Fact]
    public void TryParse_EncodedCredentials_ComeBackWhole()
    {
        var words = ArbMap.Default.GeneratorFor<NonEmptyString>().Select(t => t.Get)
            .Where(t => !t.Any(c => char.IsSurrogate(c) || char.IsControl(c)));
        Prop.ForAll(
            words.ToArbitrary(),
            words.ToArbitrary(),
            (user, password) =>
            {
                var server = Parse<PrismaPostgres>($"postgresql://{Uri.EscapeDataString(user)}:{Uri.EscapeDataString(password)}@h/d");
                var read = Words(server);
                read["Username"].Should().Be(user);
                read["Password"].Should().Be(password);
                server.ToString().Should().NotContain(password.Length > 6 ? password : "hunter2");
            })
            .Check(Config.QuickThrowOnFailure.WithMaxTest(500).WithReplay(11, 3));
    }

    private static T Parse<T>(string url)
        where T : PrismaDatabase
    {
        PrismaUrl.TryParse(url, out var database, out var reason).Should().BeTrue(reason);
        return database.Should().BeOfType<T>().Subject;
    }

    private static Dictionary<string, string> Words(PrismaPostgres server)
    {
        var builder = new DbConnectionStringBuilder { ConnectionString = server.ConnectionString };
        return builder.Keys.Cast<string>().ToDictionary(k => k, k => (string)builder[k], StringComparer.OrdinalIgnoreCase);
    }
}
