using MadLab.Hosting.Configuration;
using MadLab.Hosting.Http;
using MadLab.Hosting.Startup;
using MadLab.Hosting.Verbs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.HttpsPolicy;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace MadLab.Hosting;

/// <summary>
/// A whole MadLab service: every endpoint, the documented environment variables, verbs, an OpenAPI document and safe defaults.
/// </summary>
/// <example>
/// A service with a private provider:
/// <code>return await MadLabHost.RunAsync(args, lab => lab.AddProvider&lt;AcmeProvider&gt;("acme"));</code>
/// </example>
public static class MadLabHost
{
    private const int Done = 0;
    private const int Failed = 1;
    private const int NotStarted = 2;

    /// <summary>Runs the service until it is told to stop, or the verb that the arguments name (<c>migrate</c>, <c>help</c>).</summary>
    /// <param name="args">The command line: at most one verb, and settings such as <c>--MadLab:Market:MaxCacheEntries 1000</c>, which win over all others.</param>
    /// <param name="configure">Adds providers and services; they come after what the configuration asks for.</param>
    /// <param name="map">Adds the host's own middleware and endpoints, and conventions such as <c>RequireAuthorization()</c> to MadLab's; an own page at <c>/</c> takes the place of the index.</param>
    /// <param name="cancellationToken">Stops the service, as SIGTERM and Ctrl+C do.</param>
    /// <returns>The exit code: 0 done, 1 failed while running, 2 could not start. Of a failure one line, without a stack, is on the error output.</returns>
    public static Task<int> RunAsync(
        string[] args,
        Action<IMadLabBuilder>? configure = null,
        Action<WebApplication, MadLabHostEndpoints>? map = null,
        CancellationToken cancellationToken = default) =>
        RunAsync(args, configure, map, Surroundings.OfProcess, cancellationToken);

    /// <summary>Composes the service without starting it, for hosts and tests that start and stop it themselves.</summary>
    /// <param name="args">Settings as on the command line, without a verb.</param>
    /// <param name="configure">Adds providers and services; they come after what the configuration asks for.</param>
    /// <param name="map">Adds the host's own middleware and endpoints, and conventions to MadLab's.</param>
    /// <returns>The application; the caller starts and disposes it.</returns>
    /// <exception cref="MadLabException">A setting cannot be used; the message names it, its value and what is accepted.</exception>
    public static WebApplication Build(string[] args, Action<IMadLabBuilder>? configure = null, Action<WebApplication, MadLabHostEndpoints>? map = null) =>
        Compose(args, configure, map, Surroundings.OfProcess);

    internal static async Task<int> RunAsync(
        string[] args, Action<IMadLabBuilder>? configure, Action<WebApplication, MadLabHostEndpoints>? map, Surroundings around, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(args);
        var line = CommandLine.Parse(args);
        var started = false;
        try
        {
            if (line.Stray is { } stray)
            {
                throw new SettingException($"The argument '{SettingException.Shown(stray)}' is one too many: accepted are one verb and settings as --key value.");
            }

            switch (line.Verb)
            {
                case null:
                    await ServeAsync(args, configure, map, around, () => started = true, cancellationToken);
                    return Done;
                case MigrateVerb.Name:
                    await using (var app = Compose(args, configure, map, around))
                    {
                        started = true;
                        await MigrateVerb.RunAsync(app.Services, around.Output, cancellationToken);
                    }

                    return Done;
                case HelpVerb.Name:
                    await around.Output.WriteLineAsync(HelpVerb.Text);
                    return Done;
                default:
                    throw new SettingException($"'{SettingException.Shown(line.Verb)}' is not a verb: accepted are migrate and help, or none to run the service.");
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return Done;
        }
        catch (Exception e)
        {
            await around.Error.WriteLineAsync($"MadLab {(started ? "failed" : "cannot start")}: {StartFailure.Describe(e)}");
            return started ? Failed : NotStarted;
        }
    }

    private static async Task ServeAsync(
        string[] args, Action<IMadLabBuilder>? configure, Action<WebApplication, MadLabHostEndpoints>? map, Surroundings around, Action started, CancellationToken cancellationToken)
    {
        await using var app = Compose(args, configure, map, around);
        try
        {
            ListenAddresses.Check(app.Configuration);

            // Makes the providers now: one that cannot be made stops the start, not the first request.
            _ = app.Services.GetRequiredService<IMarketData>().GetProviders();
            await app.StartAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (app.Lifetime.ApplicationStopping.IsCancellationRequested)
        {
            // Told to stop before it was up: nothing failed.
            return;
        }
        catch (Exception e)
        {
            app.Logger.StartFailed(e);
            throw new SettingException(app.Services.GetRequiredService<DocumentedVariables>().NameIn(StartFailure.Describe(e)), e);
        }

        started();
        app.Services.GetRequiredService<StartLogGate>().Open();
        await app.WaitForShutdownAsync(cancellationToken);

        // A background service that fails stops the host in an orderly way; a service manager has to see that it was a failure.
        foreach (var service in app.Services.GetServices<IHostedService>().OfType<BackgroundService>())
        {
            if (service.ExecuteTask is { IsFaulted: true, Exception: { } failure })
            {
                throw failure;
            }
        }
    }

    private static WebApplication Compose(string[] args, Action<IMadLabBuilder>? configure, Action<WebApplication, MadLabHostEndpoints>? map, Surroundings around)
    {
        ArgumentNullException.ThrowIfNull(args);
        var builder = WebApplication.CreateBuilder(args);
        var contentRoot = builder.Environment.ContentRootPath;
        var variables = DocumentedVariables.Read(around.ReadVariable, contentRoot);
        ConfigurationLayers.AddDefaults(builder.Configuration, DefaultSettings.All);
        ConfigurationLayers.AddVariables(builder.Configuration, variables);
        builder.Services.AddSingleton(variables);

        var hasHttps = builder.Environment.IsProduction() && HttpsEndpoint.IsConfigured(builder.Configuration);
        AddServer(builder);
        AddMadLab(builder, configure);

        var app = builder.Build();
        foreach (var warning in variables.Warnings)
        {
            app.Logger.SettingQuestionable(warning);
        }

        app.UseLastResort();
        app.UseSecurityHeaders();
        if (hasHttps)
        {
            app.UseHsts();
            app.UseHttpsRedirection();
        }

        var endpoints = new MadLabHostEndpoints(app.MapMadLab("/api"), app.MapMadLabLegacyStream("/pages/api/stream"));
        app.MapOpenApi("/openapi/{documentName}.json");
        app.MapIndex();
        map?.Invoke(app, endpoints);
        return app;
    }

    private static void AddMadLab(WebApplicationBuilder builder, Action<IMadLabBuilder>? configure)
    {
        var lab = builder.Services.AddMadLab();
        var persistence = PersistenceSettings.Read(builder.Configuration, builder.Environment.ContentRootPath);
        if (persistence.SqliteConnectionString is { } connectionString)
        {
            lab.UseSqlite(connectionString);
        }

        if (builder.Configuration[SettingKeys.LeanFolder] is { Length: > 0 })
        {
            lab.AddLean();
        }

        configure?.Invoke(lab);
    }

    private static void AddServer(WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<StartLogGate>();
        builder.Services.AddSingleton<IConfigureOptions<LoggerFilterOptions>>(static s => s.GetRequiredService<StartLogGate>());
        builder.Services.AddSingleton<IOptionsChangeTokenSource<LoggerFilterOptions>>(static s => s.GetRequiredService<StartLogGate>());
        builder.WebHost.ConfigureKestrel(static kestrel =>
        {
            kestrel.AddServerHeader = false;

            // The endpoints that take a body set their own limit; this one is for the rest.
            kestrel.Limits.MaxRequestBodySize = 1024 * 1024;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
        });
        builder.Services.Configure<HstsOptions>(static hsts => hsts.MaxAge = TimeSpan.FromDays(365));
        builder.Services.AddOpenApi("v1", static openApi => openApi.AddDocumentTransformer(static (document, _, _) =>
        {
            document.Info.Title = "MadLab";
            document.Info.Version = HostVersion.Text;
            return Task.CompletedTask;
        }));
    }
}
