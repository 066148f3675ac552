using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;

namespace MadLab.Streaming.Tests.Support;

/// <summary>Answers an authorization policy as the test says, and remembers what it was asked with.</summary>
internal sealed class Doorman
{
    private int _inside;
    private int _mostInside;

    /// <summary>The answer; the test may throw in it or let it wait.</summary>
    public Func<Task<bool>> Answer { get; set; } = static () => Task.FromResult(true);

    public ConcurrentQueue<(string? User, object Scope, HttpContext? Resource, HttpContext? Accessed)> Asked { get; } = new();

    /// <summary>The most questions that were open at once.</summary>
    public int MostAtOnce => _mostInside;

    public async Task<bool> AskAsync(string? user, object scope, HttpContext? resource, HttpContext? accessed)
    {
        Asked.Enqueue((user, scope, resource, accessed));
        InterlockedMax(Interlocked.Increment(ref _inside));
        try
        {
            return await Answer();
        }
        finally
        {
            Interlocked.Decrement(ref _inside);
        }
    }

    private void InterlockedMax(int value)
    {
        int most;
        while ((most = Volatile.Read(ref _mostInside)) < value)
        {
            Interlocked.CompareExchange(ref _mostInside, value, most);
        }
    }
}
