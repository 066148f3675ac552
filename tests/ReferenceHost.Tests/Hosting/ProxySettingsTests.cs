using System.Net;
using FluentAssertions;
using MadLab.Hosting;
using MadLab.Hosting.Proxies;
using MadLab.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using ReferenceHost.Tests.Contract.Support;
using ReferenceHost.Tests.Support;
using Xunit;

namespace ReferenceHost.Tests.Hosting;

/// <summary>Whose word on addresses counts.</summary>
public sealed class ProxySettingsTests : IDisposable
{
    private readonly ContentFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("MadLab__Proxy__KnownProxies", "10.0.0.256", "MadLab:Proxy:KnownProxies is '10.0.0.256'")]
    [InlineData("MadLab__Proxy__KnownProxies__0", "proxy.example.com", "MadLab:Proxy:KnownProxies is 'proxy.example.com'")]
    [InlineData("MadLab__Proxy__KnownNetworks", "10.0.0.0/33", "MadLab:Proxy:KnownNetworks is '10.0.0.0/33'")]
    [InlineData("ASPNETCORE_FORWARDEDHEADERS_ENABLED", "true", "ASPNETCORE_FORWARDEDHEADERS_ENABLED is true, which would believe whoever")]
    public async Task Start_WithWhatCannotBeUsed_IsRefusedInOneLine(string variable, string value, string said)
    {
        var end = await HostProcess.RunAsync(new Dictionary<string, string?> { [variable] = value });

        end.Code.Should().Be(2);
        end.Error.TrimEnd().Should().StartWith("MadLab cannot start: " + said).And.NotContain("\n");
    }

    [Theory]
    [InlineData("", "192.0.2.9", "127.0.0.1", "http")]
    [InlineData("127.0.0.1", "192.0.2.9", "192.0.2.9", "https")]
    [InlineData("127.0.0.1", "198.51.100.1, 192.0.2.9", "192.0.2.9", "https")]
    [InlineData("127.0.0.1,10.0.0.5", "192.0.2.9, 10.0.0.5", "192.0.2.9", "https")]
    [InlineData("127.0.0.1", "192.0.2.9, 10.0.0.5", "10.0.0.5", "https")]
    [InlineData("127.0.0.1", "not an address", "127.0.0.1", "http")]
    [InlineData("10.0.0.5", "192.0.2.9", "127.0.0.1", "http")]
    public async Task Address_IsTheFirstBeforeTheListedProxies(string listed, string header, string address, string scheme)
    {
        await using var app = MadLabHost.Build(
            ["--contentRoot", _folder.Path, "--urls", "http://127.0.0.1:0", "--Logging:LogLevel:Default", "None", "--MadLab:Proxy:KnownProxies", listed],
            map: static (app, _) => app.MapGet("/who", (HttpContext context) => $"{context.Connection.RemoteIpAddress} {context.Request.Scheme} {context.Request.Host.Host}"));
        await app.StartAsync();
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
        var proto = string.Join(", ", header.Split(',').Select(_ => "https"));

        var who = await client.AskAsync("/who", ("X-Forwarded-For", header), ("X-Forwarded-Proto", proto), ("X-Forwarded-Host", "evil.example.com"));

        who.Text.Should().Be($"{address} {scheme} 127.0.0.1");
        await app.StopAsync();
    }

    [Theory]
    [InlineData("10.1.2.3", true)]
    [InlineData("::ffff:10.1.2.3", true)]
    [InlineData("192.0.2.1", true)]
    [InlineData("192.0.2.2", false)]
    [InlineData("198.51.100.7", true)]
    [InlineData("2001:db8::1", true)]
    public void Contains_KnowsListsNetworksAndMappedAddresses(string address, bool expected) =>
        Settings(("MadLab:Proxy:KnownNetworks:0", "10.0.0.0/8"), ("MadLab:Proxy:KnownNetworks:1", "2001:db8::/32"), ("MadLab:Proxy:KnownProxies", "192.0.2.1, ::ffff:198.51.100.7"))
            .Contains(IPAddress.Parse(address)).Should().Be(expected);

    [Fact]
    public void Warning_HoldsForTenMinutes()
    {
        var time = new ManualTimeProvider();
        var warning = new UnlistedProxyWarning(Settings(("MadLab:Proxy:KnownProxies", "192.0.2.1")), time, NullLogger<UnlistedProxyWarning>.Instance);
        time.Advance(TimeSpan.FromSeconds(1));

        warning.Look(From("192.0.2.1", "X-Forwarded-For"));
        warning.Look(From("192.0.2.2", "Accept"));
        warning.Code.Should().BeNull();
        warning.Look(From("192.0.2.2", "Forwarded"));
        warning.Code.Should().Be("UNLISTED_PROXY");
        time.Advance(UnlistedProxyWarning.Memory - TimeSpan.FromSeconds(1));
        warning.Code.Should().Be("UNLISTED_PROXY");
        time.Advance(TimeSpan.FromSeconds(1));
        warning.Code.Should().BeNull();
    }

    [Fact]
    public void Warning_IsLoggedOnceAMinute()
    {
        var (time, log) = (new ManualTimeProvider(), new Counter());
        var warning = new UnlistedProxyWarning(Settings(), time, log);
        time.Advance(TimeSpan.FromSeconds(1));
        int After(TimeSpan wait)
        {
            time.Advance(wait);
            warning.Look(From("192.0.2.2", "X-Forwarded-For"));
            return log.Warnings;
        }

        After(TimeSpan.Zero).Should().Be(1);
        After(TimeSpan.FromSeconds(59)).Should().Be(1);
        After(TimeSpan.FromSeconds(1)).Should().Be(2);
    }

    private static ProxySettings Settings(params (string Key, string Value)[] values) => ProxySettings.Read(
        new ConfigurationBuilder().AddInMemoryCollection(values.Select(v => KeyValuePair.Create(v.Key, (string?)v.Value))).Build());

    private static DefaultHttpContext From(string address, string header) => new()
    {
        Connection = { RemoteIpAddress = IPAddress.Parse(address) },
        Request = { Headers = { [header] = "x" } },
    };

    private sealed class Counter : ILogger<UnlistedProxyWarning>
    {
        public int Warnings { get; private set; }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Warnings += logLevel == LogLevel.Warning ? 1 : 0;
    }
}
