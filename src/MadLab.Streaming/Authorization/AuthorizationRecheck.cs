using MadLab.Streaming.Connections;
using MadLab.Streaming.Diagnostics;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace MadLab.Streaming.Authorization;

/// <summary>Asks an endpoint's authorization policy again while its streams are open. Streams of open endpoints cost nothing.</summary>
/// <remarks>Safe by default: a handler that throws, or takes longer than <see cref="AnswerTimeout"/>, has not allowed the stream.</remarks>
internal sealed class AuthorizationRecheck(
    IServiceProvider root, IServiceScopeFactory scopes, IOptions<StreamingOptions> options, TimeProvider time, ILogger<AuthorizationRecheck> logger) : IDisposable
{
    /// <summary>How long a policy may take to answer; past it the answer is no.</summary>
    internal static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(5);

    /// <summary>How long a question waits for its turn. With this, the default interval and the time-out of an answer no stream outlives its right by 30 seconds.</summary>
    internal static readonly TimeSpan PlaceTimeout = TimeSpan.FromSeconds(4);

    // A policy often asks a database: ten thousand streams must not take all of its connections, unless it is so slow that answers would come too late.
    internal const int MaxConcurrent = 32;

    private readonly SemaphoreSlim _places = new(MaxConcurrent);

    // As the authorization middleware has it: one for all requests. None where the host added no authorization.
    private readonly IAuthorizationPolicyProvider? _policies = root.GetService<IAuthorizationPolicyProvider>();

    public TimeSpan Interval => options.Value.AuthorizationInterval;

    public TimeProvider Time => time;

    /// <summary>Begins to watch a connection; null where its endpoint asks for nothing.</summary>
    /// <param name="context">The request, which must outlive the watch: dispose of that first.</param>
    /// <param name="connection">The connection to close once the answer is no.</param>
    public async ValueTask<AuthorizationWatch?> WatchAsync(HttpContext context, StreamConnection connection) =>
        Interval > TimeSpan.Zero
        && _policies is not null
        && await EndpointPolicy.OfAsync(_policies, context.GetEndpoint()) is not null
            ? new AuthorizationWatch(this, context, connection)
            : null;

    /// <summary>Waits for its turn, <see cref="PlaceTimeout"/> at most, then for the answer, <see cref="AnswerTimeout"/> at most.</summary>
    /// <param name="context">The request.</param>
    /// <param name="asking">Told of the running question, which may go on after this has returned.</param>
    /// <param name="ended">Set when the connection has ended and the answer does not matter any more.</param>
    public async Task<bool> IsAllowedAsync(HttpContext context, Action<Task> asking, CancellationToken ended)
    {
        var hasPlace = await TakePlaceAsync(ended);
        try
        {
            // On a thread of its own: a handler that blocks must not hold up the time-out.
            var question = Task.Run(() => AskAsync(context), CancellationToken.None);
            asking(question);
            return await question.WaitAsync(AnswerTimeout, time, ended);
        }
        catch (Exception e) when (!ended.IsCancellationRequested)
        {
            logger.AuthorizationUnknown(e);
            return false;
        }
        finally
        {
            if (hasPlace)
            {
                _places.Release();
            }
        }
    }

    public void Dispose() => _places.Dispose();

    // False when it took too long: questions that nobody answers hold all places, and a caller who lost his right must not keep the stream for it.
    private async Task<bool> TakePlaceAsync(CancellationToken ended)
    {
        if (_places.Wait(0, CancellationToken.None))
        {
            return true;
        }

        using var patience = new CancellationTokenSource(PlaceTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, ended);
        try
        {
            await _places.WaitAsync(either.Token);
            return true;
        }
        catch (OperationCanceledException) when (!ended.IsCancellationRequested)
        {
            return false;
        }
    }

    private async Task<bool> AskAsync(HttpContext context)
    {
        // Put together anew: a provider of the host's may read its policies from where they can change.
        if (await EndpointPolicy.OfAsync(_policies!, context.GetEndpoint()) is not { } policy)
        {
            return true;
        }

        // A scope of its own: the request's is as old as the stream, and a DbContext in it answers from memory.
        await using var scope = scopes.CreateAsyncScope();
        var answer = await scope.ServiceProvider.GetRequiredService<IAuthorizationService>().AuthorizeAsync(context.User, context, policy);
        return answer.Succeeded;
    }
}
