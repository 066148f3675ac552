using Xunit;

namespace MadLab.Ops.Tests.Proxies;

/// <summary>Behind Debian's HAProxy with <c>ops/haproxy/haproxy.cfg</c>.</summary>
public sealed class HaproxyTests
{
    [ToolFact("haproxy")]
    public Task Streams_OfAllTransports_Pass() => ProxyContract.StreamsPassAsync(ProxyProcess.HaproxyAsync);

    [ToolFact("haproxy")]
    public Task Addresses_AreTheClients() => ProxyContract.AddressesAreTheClientsAsync(ProxyProcess.HaproxyAsync);

    [ToolFact("haproxy")]
    public Task Proxy_ThatIsNotListed_IsWarnedOf() => ProxyContract.UnlistedProxyIsWarnedOfAsync(ProxyProcess.HaproxyAsync);

    [ToolFact("haproxy")]
    public Task Reload_CutsNobodyOff() => ProxyContract.ReloadCutsNobodyOffAsync(ProxyProcess.HaproxyAsync);
}
