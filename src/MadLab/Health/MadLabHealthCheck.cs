using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace MadLab.Health;

/// <summary>The same report for hosts that have a health endpoint of their own.</summary>
internal sealed class MadLabHealthCheck(HealthReporter reporter) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var report = await reporter.ReportAsync(cancellationToken);
        var data = new Dictionary<string, object>
        {
            ["provider"] = report.Provider,
            ["liveData"] = report.LiveData,
            ["demo"] = report.Demo,
            ["db"] = report.Db,
            ["dbMode"] = report.DbMode,
        };
        return report.Status switch
        {
            HealthStatuses.Ok => HealthCheckResult.Healthy("Market data is served.", data),
            HealthStatuses.Degraded => HealthCheckResult.Degraded("Market data is served with restrictions.", data: data),
            _ => new HealthCheckResult(context.Registration.FailureStatus, "Market data cannot be served.", data: data),
        };
    }
}
