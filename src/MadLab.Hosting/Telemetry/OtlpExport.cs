using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace MadLab.Hosting.Telemetry;

/// <summary>Traces, metrics and logs to a collector, where <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> names one; else nothing is registered and nothing is paid.</summary>
/// <remarks>The exporter reads its other settings (<c>OTEL_EXPORTER_OTLP_PROTOCOL</c>, <c>_HEADERS</c>, <c>_TIMEOUT</c>, ..) from the host's configuration, which has the environment's variables.</remarks>
internal sealed class OtlpExport(IConfiguration configuration) : IHostedService, IDisposable
{
    public const string EndpointVariable = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string ServiceName = "madlab";

    // What ASP.NET, HttpClient and the PostgreSQL driver have themselves.
    private static readonly string[] Sources = [MadLabDiagnostics.ActivitySourceName, "Microsoft.AspNetCore", "System.Net.Http", "Npgsql"];
    private static readonly string[] Meters = [MadLabDiagnostics.MeterName, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Net.Http", "System.Runtime"];

    private readonly ResourceBuilder _resource = Resource();
    private TracerProvider? _traces;
    private MeterProvider? _metrics;

    public static void Add(WebApplicationBuilder builder)
    {
        if (builder.Configuration[EndpointVariable] is not { Length: > 0 } endpoint)
        {
            return;
        }

        if (!Uri.TryCreate(endpoint, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
        {
            throw new Configuration.SettingException($"{EndpointVariable} is '{Configuration.SettingException.Shown(endpoint)}': an address with http:// or https:// is accepted.");
        }

        builder.Logging.AddOpenTelemetry(static logs =>
        {
            logs.SetResourceBuilder(Resource());
            logs.IncludeFormattedMessage = true;
            logs.AddOtlpExporter();
        });
        builder.Services.AddHostedService<OtlpExport>();
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _traces = Sdk.CreateTracerProviderBuilder().ConfigureServices(Configured).SetResourceBuilder(_resource).AddSource(Sources).AddOtlpExporter().Build();
        _metrics = Sdk.CreateMeterProviderBuilder().ConfigureServices(Configured).SetResourceBuilder(_resource).AddMeter(Meters).AddOtlpExporter().Build();
        return Task.CompletedTask;
    }

    /// <summary>Sends what is left.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => Task.Run(Dispose, cancellationToken);

    public void Dispose()
    {
        Interlocked.Exchange(ref _traces, null)?.Dispose();
        Interlocked.Exchange(ref _metrics, null)?.Dispose();
    }

    private void Configured(IServiceCollection services) => services.AddSingleton(configuration);

    private static ResourceBuilder Resource() =>
        ResourceBuilder.CreateDefault().AddService(ServiceName, serviceVersion: Startup.HostVersion.Text, serviceInstanceId: Environment.MachineName).AddEnvironmentVariableDetector();
}
