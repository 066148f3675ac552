using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace MadLab.Streaming.Transports.WebSocket;

/// <summary>Stands between the server and the WebSocket middleware, so that the upgraded stream of either version of HTTP is a <see cref="FrameStream"/>.</summary>
internal sealed class FrameUpgrade : IHttpUpgradeFeature, IHttpExtendedConnectFeature
{
    private readonly IHttpUpgradeFeature? _upgrade;
    private readonly IHttpExtendedConnectFeature? _connect;

    private FrameUpgrade(IHttpUpgradeFeature? upgrade, IHttpExtendedConnectFeature? connect) => (_upgrade, _connect) = (upgrade, connect);

    /// <summary>The stream of the accepted request; null until then.</summary>
    public FrameStream? Stream { get; private set; }

    public bool IsUpgradableRequest => _upgrade is not null;

    public bool IsExtendedConnect => _connect is not null;

    public string? Protocol => _connect?.Protocol;

    /// <summary>Puts itself before whatever the server offers; where it offers nothing (a test server), nothing changes.</summary>
    public static void Install(HttpContext context)
    {
        var features = context.Features;
        var upgrade = features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true } http11 ? http11 : null;
        var connect = features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true } http2 ? http2 : null;
        if (upgrade is null && connect is null)
        {
            return;
        }

        var ours = new FrameUpgrade(upgrade, connect);
        features.Set(ours);
        if (upgrade is not null)
        {
            features.Set<IHttpUpgradeFeature>(ours);
        }

        if (connect is not null)
        {
            features.Set<IHttpExtendedConnectFeature>(ours);
        }

        // Where the host's own UseWebSockets() ran before, its socket would go round us, and the middleware that follows would not act.
        features.Set<IHttpWebSocketFeature>(null);
    }

    public async Task<Stream> UpgradeAsync() => Stream = new FrameStream(await _upgrade!.UpgradeAsync());

    public async ValueTask<Stream> AcceptAsync() => Stream = new FrameStream(await _connect!.AcceptAsync());
}
