using MadLab.Http;
using MadLab.Metrics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace MadLab.Health;

/// <summary><c>GET /health</c>, <c>/health/live</c> and <c>/health/ready</c>.</summary>
internal static class HealthEndpoints
{
    private static readonly string[] Verbs = [HttpMethods.Get, HttpMethods.Head];

    public static IEndpointConventionBuilder MapMadLabHealth(this IEndpointRouteBuilder endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        if (endpoints.ServiceProvider.GetService<HealthReporter>() is null)
        {
            throw new InvalidOperationException("No health is registered. Call builder.Services.AddMadLab() first.");
        }

        // Health shows the metrics, so it measures too where the metrics' own endpoint is not mapped.
        endpoints.ServiceProvider.GetRequiredService<MetricsRegistry>().Start();

        var group = endpoints.MapGroup(string.Empty).WithTags("Health");
        group.AddEndpointFilter(new RequestFilter("health"));
        group.MapMethods("/health", Verbs, GetAsync)
            .WithSummary("How this instance, its providers and its store are; 503 only when it cannot serve at all.")
            .Produces<HealthReport>()
            .Produces<HealthReport>(StatusCodes.Status503ServiceUnavailable);
        group.MapMethods("/health/live", Verbs, GetLive)
            .WithSummary("Whether the process answers; touches nothing else.")
            .Produces<ProbeReport>();
        group.MapMethods("/health/ready", Verbs, GetReady)
            .WithSummary("Whether this instance should get requests; a lost store does not take it out.")
            .Produces<ProbeReport>()
            .Produces<ProbeReport>(StatusCodes.Status503ServiceUnavailable);
        return group;
    }

    internal static async Task<IResult> GetAsync(HealthReporter reporter, CancellationToken cancellationToken)
    {
        var report = await reporter.ReportAsync(cancellationToken);
        return NoStoreResult.Json(report, HealthJsonContext.Default.HealthReport, StatusOf(report.Status != HealthStatuses.Error));
    }

    internal static IResult GetLive() => Probe(HealthStatuses.Ok, StatusCodes.Status200OK);

    internal static IResult GetReady(HealthReporter reporter, IHostApplicationLifetime lifetime, IEnumerable<IReadiness> others)
    {
        // A stopping instance still answers what it has begun; new callers belong elsewhere.
        var ready = reporter.CanServe && others.All(static o => o.IsReady) && !lifetime.ApplicationStopping.IsCancellationRequested;
        return Probe(ready ? HealthStatuses.Ok : HealthStatuses.Error, StatusOf(ready));
    }

    private static int StatusOf(bool serves) => serves ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;

    private static NoStoreResult Probe(string status, int code) => NoStoreResult.Json(new ProbeReport(status), HealthJsonContext.Default.ProbeReport, code);
}
