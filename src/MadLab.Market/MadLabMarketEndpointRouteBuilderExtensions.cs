using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using MadLab;
using MadLab.Http;
using MadLab.Market.Http;
using MadLab.Market.Http.Schemas;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps market data.</summary>
public static class MadLabMarketEndpointRouteBuilderExtensions
{
    /// <summary>Maps <c>/market</c>, <c>/market/providers</c>, <c>/market/types</c> and <c>/market/search</c> below a prefix.</summary>
    /// <param name="endpoints">The app.</param>
    /// <param name="pattern">The prefix; <c>/api</c> by default.</param>
    /// <returns>A builder whose conventions reach all of them.</returns>
    /// <exception cref="InvalidOperationException"><c>AddMadLabMarket()</c> was not called.</exception>
    public static IEndpointConventionBuilder MapMadLabMarket(this IEndpointRouteBuilder endpoints, [StringSyntax("Route")] string pattern = "/api")
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        var services = endpoints.ServiceProvider.GetService<IServiceProviderIsService>();
        if (services?.IsService(typeof(MarketEndpoints)) != true)
        {
            throw new InvalidOperationException("MapMadLabMarket() found no market data services. Call builder.Services.AddMadLabMarket() or AddMadLab() first.");
        }

        var group = endpoints.MapGroup(pattern).WithTags("Market");
        var market = group.MapGroup(string.Empty);
        market.AddEndpointFilter(new RequestFilter(MarketEndpoints.Area));
        if (services.IsService(typeof(IMarketAccess)))
        {
            market.WithMetadata(AnswersByCaller.Instance);
        }

        market.MapMethods("/market", HttpMethodSets.GetAndHead, static ([AsParameters] MarketQueryParameters query, HttpContext context, MarketEndpoints handlers) => handlers.GetAsync(query, context))
            .WithSummary("Prices, key figures, volatility surface or cone, correlations, quality or description of one or several symbols.")
            .Produces<IMarketAnswer>(StatusCodes.Status200OK, "application/json", "text/csv")
            .WithProblems(400, 403, 404, 429, 501, 502, 503, 504)
            .AnswerKnownQueriesDirectly();
        market.MapPost("/market", static (HttpContext context, MarketEndpoints handlers) => handlers.PostAsync(context))
            .WithSummary("Several symbols in one call, with partial answers and reasons.")
            // Any other type as well: else routing answers 415 itself, without a body.
            .Accepts<BatchRequestSchema>("application/json", "*/*")
            .Produces<PostAnswerSchema>(contentType: "application/json")
            .WithProblems(400, 413, 415, 429, 501, 503);
        var directory = group.MapGroup(string.Empty);
        directory.AddEndpointFilter(new RequestFilter("directory"));
        directory.MapMethods("/market/providers", HttpMethodSets.GetAndHead, static (DirectoryEndpoints handlers) => handlers.Providers())
            .WithSummary("The registered providers, what they can do and how they are.")
            .Produces<IReadOnlyList<ProviderSchema>>(contentType: "application/json");
        directory.MapMethods("/market/types", HttpMethodSets.GetAndHead, static (DirectoryEndpoints handlers) => handlers.Types())
            .WithSummary("The types that providers have of their own, with the JSON Schema of their answers.")
            .Produces<IReadOnlyList<DataTypeSchema>>(contentType: "application/json");
        directory.MapMethods("/market/search", HttpMethodSets.GetAndHead, static ([Description("Part of a symbol or name, 1 to 64 characters.")] string? q, HttpContext context, DirectoryEndpoints handlers) => handlers.SearchAsync(q, context))
            .WithSummary("Symbols by part of their text or name.")
            .Produces<IReadOnlyList<SearchHitSchema>>(contentType: "application/json")
            .WithProblems(400, 429, 501, 502, 503, 504);
        return group;
    }
}
