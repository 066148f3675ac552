using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace MadLab.Streaming.Transports.WebSocket;

/// <summary>Stands between the server and the WebSocket middleware, so that the upgraded stream of either version of HTTP is a <see cref="FrameStream"/>.</summary>
internal sealed class FrameUpgrade : IHttpUpgradeFeature, IHttpExtendedConnectFeature
{
    private readonly IHttpUpgradeFeature? _upgrade;
    private readonly IHttpExtendedConnectFeature? _connect;

    private FrameUpgrade(IHttpUpgradeFeature? upgrade, IHttpExtendedConnectFeature? connect) => (_upgrade, _connect) = (upgrade, connect);

    // The request's end disposes of it, by way of the socket above.
    private FrameStream? Stream { get; set; }

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

    /// <summary>The stream of an accepted request; null where the server offered none.</summary>
    public static FrameStream? StreamOf(HttpContext context) =>
        (context.Features.Get<IHttpUpgradeFeature>() as FrameUpgrade ?? context.Features.Get<IHttpExtendedConnectFeature>() as FrameUpgrade)?.Stream;

    public async Task<Stream> UpgradeAsync() => Stream = new FrameStream(await _upgrade!.UpgradeAsync());

    public async ValueTask<Stream> AcceptAsync() => Stream = new FrameStream(await _connect!.AcceptAsync());
}
