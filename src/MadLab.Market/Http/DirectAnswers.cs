using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace MadLab.Market.Http;

/// <summary>Puts the short way to a cached answer before the typed handler, which stays for all else and for the OpenAPI document.</summary>
internal static class DirectAnswers
{
    /// <summary>Binding, filters and a service scope cost more than a cached answer itself.</summary>
    public static void AnswerKnownQueriesDirectly(this IEndpointConventionBuilder endpoint)
    {
        endpoint.Add(static builder => builder.Metadata.Add(new AsMapped(builder.RequestDelegate)));
        endpoint.Finally(static builder =>
        {
            var mapped = builder.Metadata.OfType<AsMapped>().Single();
            builder.Metadata.Remove(mapped);

            // The host's filters, or a delegate of the host's around ours, may refuse the caller: then there is no way past them.
            // Only where no convention has replaced the delegate has the framework put the compiled handler in its place since.
            var isReplaced = ReferenceEquals(mapped.Delegate, builder.RequestDelegate);
            if (builder.FilterFactories.Count == 1 && !isReplaced && builder.RequestDelegate is { } typed)
            {
                builder.RequestDelegate = new Direct(builder.ApplicationServices, typed).InvokeAsync;
            }
        });
    }

    private sealed record AsMapped(RequestDelegate? Delegate);

    private sealed class Direct(IServiceProvider services, RequestDelegate typed)
    {
        private MarketEndpoints? _handlers;

        // A singleton, so the root's is the request's; not earlier, for mapping creates no services.
        public Task InvokeAsync(HttpContext context) =>
            (_handlers ??= services.GetRequiredService<MarketEndpoints>()).TryAnswerKnown(context) ?? typed(context);
    }
}
