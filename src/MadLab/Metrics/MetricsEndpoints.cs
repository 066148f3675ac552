using MadLab.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace MadLab.Metrics;

/// <summary><c>GET /metrics</c>.</summary>
internal static class MetricsEndpoints
{
    /// <summary>Maps the endpoint and begins to measure.</summary>
    public static IEndpointConventionBuilder MapMadLabMetrics(this IEndpointRouteBuilder endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        var registry = endpoints.ServiceProvider.GetService<MetricsRegistry>()
            ?? throw new InvalidOperationException("No metrics are registered. Call builder.Services.AddMadLab() first.");
        registry.Start();

        var group = endpoints.MapGroup(string.Empty).WithTags("Metrics");
        group.AddEndpointFilter(new RequestFilter("metrics"));
        group.MapMethods("/metrics", [HttpMethods.Get, HttpMethods.Head], Get)
            .WithSummary("Timers, counters, rates and errors; Prometheus text with Accept: text/plain or format=prometheus.")
            .Produces<MetricsSnapshot>(StatusCodes.Status200OK, "application/json", "text/plain");
        return group;
    }

    internal static IResult Get(HttpContext context, MetricsReporter reporter, PrometheusText prometheus)
    {
        context.Response.Headers.Vary = "Accept";
        return MetricsFormat.IsText(context.Request)
            ? NoStoreResult.Text(prometheus.Write(), PrometheusText.ContentType)
            : NoStoreResult.Json(reporter.Snapshot(), MetricsJsonContext.Default.MetricsSnapshot);
    }
}
