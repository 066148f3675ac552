using System.Net;
using MadLab.Hosting.Configuration;
using Microsoft.Extensions.Configuration;

namespace MadLab.Hosting.Proxies;

/// <summary>Whose forwarded headers are believed: the section <c>MadLab:Proxy</c> after all sources have spoken.</summary>
internal sealed class ProxySettings
{
    public const string ProxiesKey = "MadLab:Proxy:KnownProxies";
    public const string NetworksKey = "MadLab:Proxy:KnownNetworks";

    /// <summary>What <c>ASPNETCORE_FORWARDEDHEADERS_ENABLED</c> becomes.</summary>
    private const string BelieveAllKey = "FORWARDEDHEADERS_ENABLED";

    private ProxySettings(IReadOnlyList<IPAddress> proxies, IReadOnlyList<IPNetwork> networks) => (Proxies, Networks) = (proxies, networks);

    public IReadOnlyList<IPAddress> Proxies { get; }

    public IReadOnlyList<IPNetwork> Networks { get; }

    public bool IsAny => Proxies.Count + Networks.Count > 0;

    /// <exception cref="SettingException">An address or network cannot be used, or everybody would be believed.</exception>
    public static ProxySettings Read(IConfiguration configuration)
    {
        if (bool.TryParse(configuration[BelieveAllKey], out var all) && all)
        {
            throw new SettingException(
                $"ASPNETCORE_FORWARDEDHEADERS_ENABLED is true, which would believe whoever says where a request comes from: leave it out, and list your proxies in {ProxiesKey} or {NetworksKey}.");
        }

        return new ProxySettings(
            [.. Values(configuration, ProxiesKey).Select(static v => IPAddress.TryParse(v, out var address)
                ? Plain(address)
                : throw SettingException.Unusable(ProxiesKey, v, "accepted are addresses such as 10.0.0.5, separated by ','"))],
            [.. Values(configuration, NetworksKey).Select(static v => IPNetwork.TryParse(v, out var network)
                ? network
                : throw SettingException.Unusable(NetworksKey, v, "accepted are networks such as 10.0.0.0/8, separated by ','"))]);
    }

    public bool Contains(IPAddress address)
    {
        var plain = Plain(address);
        return Proxies.Contains(plain) || Networks.Any(n => n.Contains(plain));
    }

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    // A list in a settings file, or one text in a variable.
    private static IEnumerable<string> Values(IConfiguration configuration, string key) =>
        configuration.GetSection(key).GetChildren().Select(static c => c.Value).Append(configuration[key])
            .SelectMany(static v => (v ?? string.Empty).Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
}
