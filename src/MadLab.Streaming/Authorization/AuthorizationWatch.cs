using System.Security.Cryptography;
using MadLab.Streaming.Connections;
using Microsoft.AspNetCore.Http;

namespace MadLab.Streaming.Authorization;

/// <summary>The watch over one connection. It runs in the request's own flow, so that policies find their <c>IHttpContextAccessor</c>.</summary>
internal sealed class AuthorizationWatch : IAsyncDisposable
{
    // The host's stop does not wait longer for a policy that does not answer.
    private static readonly TimeSpan EndGrace = TimeSpan.FromMilliseconds(250);

    private readonly CancellationTokenSource _ended = new();
    private readonly AuthorizationRecheck _recheck;
    private readonly HttpContext _context;
    private readonly Task _running;
    private Task _asking = Task.CompletedTask;

    public AuthorizationWatch(AuthorizationRecheck recheck, HttpContext context, StreamConnection connection)
    {
        _recheck = recheck;
        _context = context;
        _running = RunAsync(connection);
    }

    /// <summary>Ends the watch. Afterwards no policy looks at the request.</summary>
    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await _running;
        await _asking.WaitAsync(EndGrace).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!_asking.IsCompleted)
        {
            // Cut, the connection carries no other request, whose objects the policy would then look at.
            _context.Abort();
        }

        _ended.Dispose();
    }

    private async Task RunAsync(StreamConnection connection)
    {
        // The first wait is any part of the interval: connections that came together are not asked for together.
        var wait = _recheck.Interval * (RandomNumberGenerator.GetInt32(1, 1000) / 1000.0);
        while (true)
        {
            await Task.Delay(wait, _recheck.Time, _ended.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (_ended.IsCancellationRequested)
            {
                return;
            }

            try
            {
                if (!await _recheck.IsAllowedAsync(_context, asking => _asking = asking, _ended.Token))
                {
                    connection.RequestClose(CloseReason.AccessRevoked);
                    return;
                }
            }
            catch (Exception) when (_ended.IsCancellationRequested)
            {
                // The stream is over, and with it the question.
                return;
            }

            wait = _recheck.Interval;
        }
    }
}
