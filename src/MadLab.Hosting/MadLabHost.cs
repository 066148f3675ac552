using MadLab.Hosting.Authentication;
using MadLab.Hosting.Configuration;
using MadLab.Hosting.Startup;
using MadLab.Hosting.Verbs;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

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

    /// <summary>Runs the service until it is told to stop, or the verb that the arguments name (<c>migrate</c>, <c>backup</c>, <c>restore</c>, <c>export</c>, <c>import</c>, <c>provider</c>, <c>key</c>, <c>help</c>).</summary>
    /// <param name="args">The command line: at most one verb with what it takes, and settings such as <c>--MadLab:Market:MaxCacheEntries 1000</c>, which win over all others.</param>
    /// <param name="configure">Adds providers and services; they come after what the configuration asks for.</param>
    /// <param name="map">Adds the host's own middleware and endpoints, and conventions such as <c>RequireAuthorization()</c> to MadLab's; an own page at <c>/</c> takes the place of the workbench.</param>
    /// <param name="cancellationToken">Stops the service, as SIGTERM and Ctrl+C do.</param>
    /// <returns>The exit code: 0 done, 1 failed while running, 2 could not start. Of a failure one line, without a stack, is on the error output.</returns>
    public static Task<int> RunAsync(
        string[] args,
        Action<IMadLabBuilder>? configure = null,
        Action<WebApplication, MadLabHostEndpoints>? map = null,
        CancellationToken cancellationToken = default) =>
        RunAsync(new Composition(args, configure, map, Surroundings.OfProcess), cancellationToken);

    /// <summary>Composes the service without starting it, for hosts and tests that start and stop it themselves.</summary>
    /// <param name="args">Settings as on the command line, without a verb.</param>
    /// <param name="configure">Adds providers and services; they come after what the configuration asks for.</param>
    /// <param name="map">Adds the host's own middleware and endpoints, and conventions to MadLab's.</param>
    /// <returns>The application; the caller starts and disposes it.</returns>
    /// <exception cref="MadLabException">A setting cannot be used; the message names it, its value and what is accepted.</exception>
    public static WebApplication Build(string[] args, Action<IMadLabBuilder>? configure = null, Action<WebApplication, MadLabHostEndpoints>? map = null) =>
        new Composition(args, configure, map, Surroundings.OfProcess).Build();

    internal static async Task<int> RunAsync(Composition composition, CancellationToken cancellationToken)
    {
        var line = CommandLine.Parse(composition.Args);
        var (output, error) = (composition.Around.Output, composition.Around.Error);
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
                    await ServeAsync(composition, () => started = true, cancellationToken);
                    return Done;
                case HelpVerb.Name:
                    await output.WriteLineAsync(HelpVerb.Text);
                    return Done;
                default:
                    var verb = VerbTable.Find(line.Verb) ?? throw VerbTable.Unknown(line.Verb);
                    return await RunAsync(composition, verb, line, () => started = true, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return Done;
        }
        catch (Exception e)
        {
            // What a verb cannot be used with is a fault of the command line, however late it is found.
            var failed = started && e is not SettingException;
            await error.WriteLineAsync($"MadLab {(failed ? "failed" : "cannot start")}: {StartFailure.Describe(e)}");
            return failed ? Failed : NotStarted;
        }
    }

    private static async Task<int> RunAsync(Composition composition, Verb verb, CommandLine line, Action started, CancellationToken cancellationToken)
    {
        if (line.Operands.Count < verb.MinOperands)
        {
            throw new SettingException($"'{verb.Name}' needs more than its name: it is used as '{verb.Usage}'.");
        }

        var call = new VerbCall(line, composition.Around);
        string[] settings = verb.WritesDataToOutput(call) ? [.. line.Settings, "--Logging:Console:LogToStandardErrorThreshold=Trace"] : line.Settings;

        // Without endpoints and providers: what is wrong with those does not keep a verb from the database.
        await using var app = composition.Create(settings);
        started();
        return await verb.RunAsync(call with { Services = app.Services }, cancellationToken);
    }

    private static async Task ServeAsync(Composition composition, Action started, CancellationToken cancellationToken)
    {
        await using var app = composition.Create();
        try
        {
            ListenAddresses.Check(app.Configuration);
            composition.Map(app);

            // Makes the providers now: one that cannot be made stops the start, not the first request.
            _ = app.Services.GetRequiredService<IMarketData>().GetProviders();
            await app.StartAsync(cancellationToken);
            await OpenHostGuard.CheckListeningAsync(app);
        }
        catch (OperationCanceledException) when (app.Lifetime.ApplicationStopping.IsCancellationRequested)
        {
            // Told to stop before it was up: nothing failed.
            return;
        }
        catch (Exception e)
        {
            app.Logger.StartFailed(e);
            throw Composition.Explain(app, e);
        }

        started();
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
}
