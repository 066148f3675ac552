using MadLab.Health;
using MadLab.Http;
using MadLab.Operator;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace MadLab.Client;

/// <summary><c>GET /config</c>.</summary>
internal static class ClientEndpoints
{
    public static IEndpointConventionBuilder MapMadLabClient(this IEndpointRouteBuilder endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        if (endpoints.ServiceProvider.GetService<HealthReporter>() is null)
        {
            throw new InvalidOperationException("No client configuration is registered. Call builder.Services.AddMadLab() first.");
        }

        var group = endpoints.MapGroup(string.Empty).WithTags("Client");
        group.AddEndpointFilter(new RequestFilter("config"));
        group.MapMethods("/config", [HttpMethods.Get, HttpMethods.Head], Get)
            .WithSummary("What a browser needs before it streams.")
            .Produces<ClientConfiguration>();
        return group;
    }

    internal static IResult Get(IOptions<MadLabOptions> options, OperatorSwitches switches, HealthReporter health, StoreProbe store)
    {
        var settings = options.Value;
        var configuration = new ClientConfiguration
        {
            WsUrl = string.IsNullOrEmpty(settings.WsUrl) ? null : settings.WsUrl,
            StreamMode = switches.StreamMode ?? (StreamModes.TryParse(settings.StreamMode, out var mode) ? mode : StreamModes.Auto),
            PollingIntervalMs = settings.PollingIntervalMs,
            LiveData = health.IsLive,
            Demo = health.IsDemo,
            DbMode = store.IsDatabase ? "db" : "memory",
            Durable = store.IsDurable,
            Version = MadLabVersion.Current,
        };
        return NoStoreResult.Json(configuration, ClientJsonContext.Default.ClientConfiguration);
    }
}
