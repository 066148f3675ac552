using MadLab.Hosting.Startup;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace MadLab.Hosting.Proxies;

/// <summary>
/// Notices requests that say where they come from and are not believed. Nobody else would: limits by address then take all callers of that
/// proxy for one, and the framework says so at Debug alone.
/// </summary>
internal sealed class UnlistedProxyWarning(ProxySettings settings, TimeProvider time, ILogger<UnlistedProxyWarning> logger) : IHealthWarning
{
    /// <summary>How long health speaks of the last one.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan SayEvery = TimeSpan.FromMinutes(1);
    private static readonly string[] Headers = ["X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "Forwarded"];

    private long _seenAt;
    private long _saidAt;

    public string? Code => Interlocked.Read(ref _seenAt) is var seen and not 0 && time.GetElapsedTime(seen) < Memory ? "UNLISTED_PROXY" : null;

    /// <summary>Looks at a request before its forwarded headers are taken.</summary>
    public void Look(HttpContext context)
    {
        // Over a socket of the machine there is no address, and whoever may write to it is trusted.
        if (context.Connection.RemoteIpAddress is not { } address || !HasAny(context.Request.Headers) || settings.Contains(address))
        {
            return;
        }

        var now = time.GetTimestamp();
        Interlocked.Exchange(ref _seenAt, now);
        var said = Interlocked.Read(ref _saidAt);
        if ((said == 0 || time.GetElapsedTime(said, now) >= SayEvery) && Interlocked.CompareExchange(ref _saidAt, now, said) == said)
        {
            logger.ProxyUnlisted();
            logger.ProxyUnlistedAddress(address);
        }
    }

    private static bool HasAny(IHeaderDictionary headers)
    {
        foreach (var name in Headers)
        {
            if (headers.ContainsKey(name))
            {
                return true;
            }
        }

        return false;
    }
}
