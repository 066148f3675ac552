using MadLab.Health;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds MadLab to a host's own health checks.</summary>
public static class MadLabHealthChecksBuilderExtensions
{
    /// <summary>
    /// Adds a check that says what <c>GET /health</c> says: healthy; degraded while a provider or the database is down or live
    /// data is off; the failure status when this instance cannot serve at all. It calls no provider.
    /// </summary>
    /// <param name="builder">The host's health checks.</param>
    /// <param name="name">The check's name; <c>madlab</c> by default.</param>
    /// <param name="failureStatus">What an instance that cannot serve counts as; unhealthy by default.</param>
    /// <param name="tags">Tags to choose checks by; none by default.</param>
    public static IHealthChecksBuilder AddMadLab(
        this IHealthChecksBuilder builder, string name = "madlab", HealthStatus? failureStatus = null, IEnumerable<string>? tags = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        builder.Services.AddMadLabHealth();
        return builder.Add(new HealthCheckRegistration(name, static services => ActivatorUtilities.CreateInstance<MadLabHealthCheck>(services), failureStatus, tags));
    }
}
