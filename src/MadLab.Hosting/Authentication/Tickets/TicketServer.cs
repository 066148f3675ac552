using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;

namespace MadLab.Hosting.Authentication.Tickets;

/// <summary>Takes tickets out of addresses before anything looks at these: request logs and traces are written before the first middleware runs.</summary>
internal sealed class TicketServer(IServer inner) : IServer
{
    private const string Parameter = "ticket";

    public IFeatureCollection Features => inner.Features;

    /// <summary>Puts itself before the server that is registered.</summary>
    public static void Add(IServiceCollection services)
    {
        var server = services.Last(static d => d.ServiceType == typeof(IServer));
        services.Remove(server);
        services.AddSingleton<IServer>(provider => new TicketServer(
            (IServer)(server.ImplementationInstance
                ?? server.ImplementationFactory?.Invoke(provider)
                ?? ActivatorUtilities.CreateInstance(provider, server.ImplementationType!))));
    }

    public Task StartAsync<TContext>(IHttpApplication<TContext> application, CancellationToken cancellationToken)
        where TContext : notnull =>
        inner.StartAsync(new Application<TContext>(application), cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => inner.StopAsync(cancellationToken);

    public void Dispose() => inner.Dispose();

    /// <summary>The query without its tickets, and the first of them.</summary>
    internal static (string Query, string? Ticket) Split(string query)
    {
        if (!query.Contains(Parameter, StringComparison.OrdinalIgnoreCase) && !query.Contains('%', StringComparison.Ordinal))
        {
            return (query, null);
        }

        string? ticket = null;
        var kept = QueryString.Empty;
        foreach (var pair in new QueryStringEnumerable(query))
        {
            if (pair.DecodeName().Span.Equals(Parameter, StringComparison.OrdinalIgnoreCase))
            {
                ticket ??= pair.DecodeValue().ToString();
            }
            else
            {
                kept = kept.Add(pair.DecodeName().ToString(), pair.DecodeValue().ToString());
            }
        }

        return ticket is null ? (query, null) : (kept.Value ?? string.Empty, ticket);
    }

    private sealed class Application<TContext>(IHttpApplication<TContext> inner) : IHttpApplication<TContext>
        where TContext : notnull
    {
        public TContext CreateContext(IFeatureCollection contextFeatures)
        {
            if (contextFeatures.Get<IHttpRequestFeature>() is { QueryString.Length: > 0 } request && Split(request.QueryString) is (var query, { } ticket))
            {
                request.QueryString = query;
                request.RawTarget = request.Path + query;
                contextFeatures.Set(new TicketFeature(ticket));
            }

            return inner.CreateContext(contextFeatures);
        }

        public Task ProcessRequestAsync(TContext context) => inner.ProcessRequestAsync(context);

        public void DisposeContext(TContext context, Exception? exception) => inner.DisposeContext(context, exception);
    }
}
