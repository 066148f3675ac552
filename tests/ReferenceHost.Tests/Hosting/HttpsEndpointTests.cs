using FluentAssertions;
using MadLab.Hosting.Configuration;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace ReferenceHost.Tests.Hosting;

public sealed class HttpsEndpointTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(false, "urls=http://127.0.0.1:0")]
    [InlineData(true, "urls=http://127.0.0.1:0; HTTPS://*:443")]
    [InlineData(true, "https_ports=8443")]
    [InlineData(false, "https_ports=")]
    [InlineData(false, "urls=http://127.0.0.1:0", "https_ports=8443")]
    [InlineData(true, "Kestrel:Endpoints:A:Url=http://*:80", "Kestrel:Endpoints:B:Url=https://*:443")]
    [InlineData(false, "Kestrel:Endpoints:A:Url=http://*:80", "urls=https://*:443")]
    public void IsConfigured_FollowsKestrelsOwnPrecedence(bool expected, params string[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(s => s.Split('=', 2)).Select(p => KeyValuePair.Create(p[0], (string?)p[1])))
            .Build();

        HttpsEndpoint.IsConfigured(configuration).Should().Be(expected);
    }
}
