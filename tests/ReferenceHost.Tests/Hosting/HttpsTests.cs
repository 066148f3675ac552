using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FluentAssertions;
using MadLab.Hosting;
using Microsoft.AspNetCore.Builder;
using ReferenceHost.Tests.Support;
using Xunit;

namespace ReferenceHost.Tests.Hosting;

public sealed class HttpsTests : IDisposable
{
    private readonly ContentFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("Production", true)]
    [InlineData("Development", false)]
    public async Task Run_WithAnHttpsEndpoint_RedirectsAndPinsInProduction(string environment, bool expected)
    {
        using var certificate = SelfSigned();
        File.WriteAllBytes(_folder.Of("host.pfx"), certificate.Export(X509ContentType.Pfx));
        await using var app = MadLabHost.Build(
        [
            "--contentRoot", _folder.Path, "--environment", environment, "--MadLab:Persistence:Mode", "memory",
            "--Kestrel:Endpoints:Plain:Url", "http://127.0.0.1:0",
            "--Kestrel:Endpoints:Secure:Url", "https://127.0.0.1:0",
            "--Kestrel:Endpoints:Secure:Certificate:Path", "host.pfx",
        ]);
        await app.StartAsync();
        var plain = app.Urls.Single(u => u.StartsWith("http:", StringComparison.Ordinal));
        var secure = app.Urls.Single(u => u.StartsWith("https:", StringComparison.Ordinal));
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false };
        handler.SslOptions.RemoteCertificateValidationCallback = (_, shown, _, _) => shown?.GetCertHashString() == certificate.Thumbprint;
        using var client = new HttpClient(handler);

        using var overPlain = await client.GetAsync(plain + "/api/health/live");

        // HSTS leaves loopback names out, so the request asks for another.
        using var request = new HttpRequestMessage(HttpMethod.Get, secure + "/api/health/live") { Headers = { Host = "quotes.example.com" } };
        using var overSecure = await client.SendAsync(request);

        overPlain.StatusCode.Should().Be(expected ? HttpStatusCode.TemporaryRedirect : HttpStatusCode.OK);
        overPlain.Headers.Location?.ToString().Should().Be(secure + "/api/health/live");
        overSecure.StatusCode.Should().Be(HttpStatusCode.OK);
        overSecure.Headers.TryGetValues("Strict-Transport-Security", out var pins).Should().Be(expected);
        (pins?.Single() ?? "max-age=31536000").Should().StartWith("max-age=31536000");
        await app.StopAsync();
    }

    private static X509Certificate2 SelfSigned()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=quotes.example.com", key, HashAlgorithmName.SHA256);
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }
}
