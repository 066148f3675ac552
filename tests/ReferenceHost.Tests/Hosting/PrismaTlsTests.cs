using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FluentAssertions;
using MadLab.Hosting.Configuration;
using MadLab.TestSupport.PostgreSql;
using Npgsql;
using ReferenceHost.Tests.Support;
using Xunit;

namespace ReferenceHost.Tests.Hosting;

/// <summary>What <c>sslmode</c> asks for is what happens, on a server with a certificate for <c>localhost</c> from an authority of its own.</summary>
public sealed class PrismaTlsTests : IClassFixture<PrismaTlsTests.TlsServer>, IDisposable
{
    private readonly TlsServer _tls;
    private readonly ContentFolder _folder = new();

    public PrismaTlsTests(TlsServer tls)
    {
        _tls = tls;
        _folder.Write("ca.pem", tls.Authority).Write("other.pem", tls.OtherAuthority);
    }

    public void Dispose() => _folder.Dispose();

    [PostgresTheory]
    [InlineData("127.0.0.1", "sslmode=disable", false)]
    [InlineData("127.0.0.1", "sslmode=require", true)]
    [InlineData("127.0.0.1", "sslmode=require&sslaccept=accept_invalid_certs", true)]
    [InlineData("127.0.0.1", "sslmode=verify-ca&sslrootcert=ca.pem", true)]
    [InlineData("localhost", "sslmode=verify-full&sslrootcert=ca.pem", true)]
    [InlineData("localhost", "sslmode=require&sslaccept=strict&sslcert=./ca.pem", true)]
    public async Task Connection_ThatTheServerCanSatisfy_IsAsSecureAsAsked(string host, string query, bool isEncrypted)
    {
        await using var connection = new NpgsqlConnection(ConnectionString(host, query));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()", connection);

        (await command.ExecuteScalarAsync()).Should().Be(isEncrypted);
    }

    [PostgresTheory]
    [InlineData("127.0.0.1", "sslmode=verify-ca")]
    [InlineData("127.0.0.1", "sslmode=verify-ca&sslrootcert=other.pem")]
    [InlineData("127.0.0.1", "sslmode=verify-full&sslrootcert=ca.pem")]
    [InlineData("127.0.0.1", "sslmode=require&sslaccept=strict&sslcert=ca.pem")]
    [InlineData("localhost", "sslmode=verify-full")]
    [InlineData("localhost", "sslmode=verify-full&sslrootcert=other.pem")]
    public async Task Connection_ThatTheServerCannotSatisfy_IsNotMade(string host, string query)
    {
        await using var connection = new NpgsqlConnection(ConnectionString(host, query));

        var open = () => connection.OpenAsync();

        (await open.Should().ThrowAsync<NpgsqlException>()).Which.ToString().Should().NotContain("hunter2");
    }

    [PostgresTheory]
    [InlineData("sslmode=verify-full&channel_binding=require&options=-c%20work_mem%3D5MB", "ca.pem")]
    [InlineData("sslmode=verify-full&sslrootcert=ca.pem", "other.pem")]
    public async Task Backup_ServerWhoseCertificateIsVerified_ConnectsAsTheServiceDoes(string query, string authorities)
    {
        var variables = new Dictionary<string, string?> { ["DATABASE_URL"] = Url("localhost", query), ["SSL_CERT_FILE"] = _folder.Of(authorities) };
        var migrate = await HostProcess.RunAsync(variables, _folder, "migrate");
        migrate.Code.Should().Be(0, migrate.Error);

        var backup = await HostProcess.RunAsync(variables, _folder, "backup", _folder.Of("copy.dump"));
        var restore = await HostProcess.RunAsync(variables, _folder, "restore", _folder.Of("copy.dump"));

        backup.Code.Should().Be(0, backup.Error);
        restore.Code.Should().Be(0, restore.Error);
    }

    [PostgresFact]
    public async Task Backup_ServerWhoseCertificateIsNotTrusted_IsNotMade()
    {
        var variables = new Dictionary<string, string?> { ["DATABASE_URL"] = Url("localhost", "sslmode=verify-full"), ["SSL_CERT_FILE"] = _folder.Of("other.pem") };

        var backup = await HostProcess.RunAsync(variables, _folder, "backup", _folder.Of("copy.dump"));

        backup.Code.Should().Be(1, backup.Output);
        backup.Error.TrimEnd('\n').Should().StartWith("MadLab failed: ").And.Contain("certificate").And.NotContain("\n").And.NotContain("hunter2");
        File.Exists(_folder.Of("copy.dump")).Should().BeFalse();
    }

    private string Url(string host, string query) =>
        $"postgresql://postgres:{Uri.EscapeDataString(PostgresServer.Password)}@{host}:{_tls.Port}/postgres?{query}";

    private string ConnectionString(string host, string query)
    {
        var url = Url(host, query);
        return DocumentedVariables.Read(name => name == "DATABASE_URL" ? url : null, _folder.Path).Settings["MadLab:Persistence:ConnectionString"] + ";Pooling=false";
    }

    /// <summary>A server with TLS.</summary>
    public sealed class TlsServer : IAsyncLifetime
    {
        private PostgresServer? _server;

        public int Port => _server?.Port ?? 0;

        /// <summary>The authority of the server's certificate, in PEM.</summary>
        public string Authority { get; private set; } = string.Empty;

        /// <summary>An authority that has nothing to do with it, in PEM.</summary>
        public string OtherAuthority { get; private set; } = string.Empty;

        public async Task InitializeAsync()
        {
            // Made also for a class whose tests are all skipped.
            if (PostgresTools.Problem is not null)
            {
                return;
            }

            using var authority = NewAuthority("Lab");
            using var other = NewAuthority("Other");
            Authority = authority.ExportCertificatePem();
            OtherAuthority = other.ExportCertificatePem();
            _server = await PostgresServer.StartAsync(Certificate(authority, "localhost"));
        }

        public async Task DisposeAsync()
        {
            if (_server is not null)
            {
                await _server.DisposeAsync();
            }
        }

        private static X509Certificate2 NewAuthority(string name)
        {
            using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
            request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
            request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true));
            return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        }

        private static PostgresCertificate Certificate(X509Certificate2 authority, string name)
        {
            using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
            var names = new SubjectAlternativeNameBuilder();
            names.AddDnsName(name);
            request.CertificateExtensions.Add(names.Build());
            using var certificate = request.Create(authority, authority.NotBefore, authority.NotAfter, [1, 2, 3, 4, 5, 6, 7, 8]);
            return new PostgresCertificate(certificate.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
        }
    }
}
