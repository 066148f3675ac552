using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Claims;
using System.Security.Cryptography;

namespace MadLab.Hosting.Authentication.Tickets;

/// <summary>Tickets: good once, for <see cref="Lifetime"/>, at the host that gave them.</summary>
internal sealed class TicketStore(TimeProvider time)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(30);

    internal const int MaxTickets = 10_000;

    private readonly ConcurrentDictionary<string, Entry> _tickets = new(StringComparer.Ordinal);

    /// <summary>A ticket for a caller; null while too many are about.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="signInEnds">When his sign-in ends, which the ticket does not outlast.</param>
    public string? Give(ClaimsPrincipal caller, DateTimeOffset? signInEnds)
    {
        var now = time.GetUtcNow();
        if (_tickets.Count >= MaxTickets)
        {
            foreach (var (old, entry) in _tickets)
            {
                if (entry.GoodUntil <= now)
                {
                    _tickets.TryRemove(old, out _);
                }
            }

            if (_tickets.Count >= MaxTickets)
            {
                return null;
            }
        }

        var ticket = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        _tickets[ticket] = new Entry(caller, now + Lifetime, signInEnds);
        return ticket;
    }

    /// <summary>Who a ticket is for; it is gone then, and null the second time and after its time.</summary>
    public (ClaimsPrincipal Caller, DateTimeOffset? SignInEnds)? Take(string ticket) =>
        _tickets.TryRemove(ticket, out var entry) && entry.GoodUntil > time.GetUtcNow() ? (entry.Caller, entry.SignInEnds) : null;

    private sealed record Entry(ClaimsPrincipal Caller, DateTimeOffset GoodUntil, DateTimeOffset? SignInEnds);
}
