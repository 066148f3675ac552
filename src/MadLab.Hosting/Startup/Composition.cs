using MadLab.Hosting.Authentication;
using MadLab.Hosting.Configuration;
using MadLab.Hosting.Http;
using MadLab.Hosting.OpenApi;
using MadLab.Hosting.Proxies;
using MadLab.Hosting.Telemetry;
using MadLab.Market;
using MadLab.Workbench;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.HttpsPolicy;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace MadLab.Hosting.Startup;

/// <summary>What a service is made of: the packages, what the configuration asks for, and what the host adds.</summary>
internal sealed class Composition
{
    private readonly Action<IMadLabBuilder>? _configure;
    private readonly Action<WebApplication, MadLabHostEndpoints>? _map;

    public Composition(string[] args, Action<IMadLabBuilder>? configure, Action<WebApplication, MadLabHostEndpoints>? map, Surroundings around)
    {
        ArgumentNullException.ThrowIfNull(args);
        Args = args;
        Around = around;
        _configure = configure;
        _map = map;
    }

    public string[] Args { get; }

    public Surroundings Around { get; }

    /// <summary>A failure of the start in words that name the variables behind it.</summary>
    public static SettingException Explain(WebApplication app, Exception failure) =>
        Explain(app.Services.GetRequiredService<DocumentedVariables>(), failure);

    /// <summary>The services and the endpoints.</summary>
    /// <exception cref="SettingException">A setting cannot be used, or a provider cannot be made.</exception>
    public WebApplication Build()
    {
        var app = Create();
        try
        {
            Map(app);
            return app;
        }
        catch (Exception e)
        {
            throw Explain(app, e);
        }
    }

    /// <summary>The services alone, which is what a verb needs.</summary>
    /// <param name="settings">The command line without a verb and what it takes; null for all of it.</param>
    /// <exception cref="SettingException">A setting cannot be used.</exception>
    public WebApplication Create(string[]? settings = null)
    {
        var builder = WebApplication.CreateBuilder(settings ?? Args);
        var variables = DocumentedVariables.Read(Around.ReadVariable, builder.Environment.ContentRootPath);
        ConfigurationLayers.AddDefaults(builder.Configuration, DefaultSettings.All);
        ConfigurationLayers.AddVariables(builder.Configuration, variables);
        builder.Services.AddSingleton(variables);
        AddServer(builder);
        OtlpExport.Add(builder);
        try
        {
            DrainingLifetime.Add(builder);
            HostProxies.Add(builder);
            RequireDatabase(HostAuth.Add(builder), builder);
            AddMadLab(builder, variables);
        }
        catch (Exception e)
        {
            throw Explain(variables, e);
        }

        var app = builder.Build();
        app.Lifetime.ApplicationStarted.Register(app.Services.GetRequiredService<StartLogGate>().Open);
        foreach (var warning in variables.Warnings)
        {
            app.Logger.SettingQuestionable(warning);
        }

        return app;
    }

    /// <summary>The middleware and the endpoints.</summary>
    public void Map(WebApplication app)
    {
        app.UseLastResort();
        app.UseProxies();
        app.UseSecurityHeaders();
        UseTls(app);

        UseSignIn(app);
        var endpoints = new MadLabHostEndpoints(app.MapMadLab("/api"), app.MapMadLabLegacyStream("/pages/api/stream"));
        var open = app.MapGroup(string.Empty);
        open.MapOpenApi("/openapi/{documentName}.json");
        open.MapIndex();

        // A host's own page at this address goes first.
        open.MapMadLabWorkbench("/", workbench => AddStreamOrigin(workbench, app)).WithOrder(int.MaxValue);
        if (app.Services.GetRequiredService<AuthSettings>() is { IsOn: true } auth)
        {
            // The page signs in; it and the description hold nothing that is anybody's.
            open.AllowAnonymous();
            HostAuth.Protect(endpoints);
            app.MapAuth(auth);
        }

        _map?.Invoke(app, endpoints);
        app.Services.GetRequiredService<OpenHostCheck>().App = app;
    }

    private static void UseTls(WebApplication app)
    {
        if (!app.Environment.IsProduction())
        {
            return;
        }

        var isOwn = HttpsEndpoint.IsConfigured(app.Configuration);
        if (isOwn || app.Services.GetRequiredService<ProxySettings>().IsAny)
        {
            // Sent over HTTPS alone, the host's own or a listed proxy's.
            app.UseHsts();
        }

        if (isOwn)
        {
            app.UseHttpsRedirection();
        }
    }

    /// <summary>Here and not before everything else, where the framework would put it: a refusal has the headers of any answer.</summary>
    private static void UseSignIn(WebApplication app)
    {
        if (app.Services.GetService<IAuthenticationSchemeProvider>() is not null)
        {
            app.UseAuthentication();
        }

        if (app.Services.GetService<IAuthorizationHandlerProvider>() is not null)
        {
            app.UseAuthorization();
        }
    }

    private static void RequireDatabase(AuthSettings auth, WebApplicationBuilder builder)
    {
        if (auth.ApiKeys && PersistenceSettings.Read(builder.Configuration, builder.Environment.ContentRootPath) is { SqliteConnectionString: null, PostgreSqlConnectionString: null })
        {
            throw new SettingException($"{AuthSettings.ApiKeysKey} is on, and keys are kept in the database, while documents are kept in memory: name a database (DATABASE_URL).");
        }
    }

    /// <summary>Where the stream is on another host, the page has to be let there.</summary>
    private static void AddStreamOrigin(MadLabWorkbenchOptions workbench, WebApplication app)
    {
        if (Uri.TryCreate(app.Services.GetRequiredService<IOptions<MadLabOptions>>().Value.WsUrl, UriKind.Absolute, out var url) && !url.IsFile)
        {
            workbench.ConnectTo.Add($"{(url.Scheme is "https" or "wss" ? "wss" : "ws")}://{url.Authority}");
        }
    }

    private static SettingException Explain(DocumentedVariables variables, Exception failure) =>
        new(variables.NameIn(StartFailure.Describe(failure)), failure);

    private void AddMadLab(WebApplicationBuilder builder, DocumentedVariables variables)
    {
        var lab = builder.Services.AddMadLab();
        if (variables.Settings.ContainsKey(SettingKeys.LiveData))
        {
            // Off when anything says off: here, and only here, a setting further up does not win over the variable.
            builder.Services.PostConfigure<MarketOptions>(static market => market.LiveData = false);
        }

        var persistence = PersistenceSettings.Read(builder.Configuration, builder.Environment.ContentRootPath);
        if (persistence.SqliteConnectionString is { } sqlite)
        {
            lab.UseSqlite(sqlite);
        }
        else if (persistence.PostgreSqlConnectionString is { } postgres)
        {
            lab.UsePostgreSql(postgres);
        }

        if (builder.Configuration[SettingKeys.LeanFolder] is { Length: > 0 })
        {
            lab.AddLean();
        }

        if (builder.Configuration[SettingKeys.CsvFolder] is { Length: > 0 })
        {
            lab.AddCsv();
        }

        if (builder.Configuration[SettingKeys.AlphaVantageKey] is { Length: > 0 })
        {
            lab.AddAlphaVantage();
        }

        // It needs no setting of its own, so it is wanted where somebody says so.
        if (builder.Configuration.GetValue(SettingKeys.CoinbaseEnabled, false))
        {
            lab.AddCoinbase();
        }

        _configure?.Invoke(lab);
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
        builder.Services.AddOpenApi("v1", static openApi => openApi
            .AddSchemaTransformer(DocumentShape.Numbers)
            .AddOperationTransformer(DocumentShape.Csv)
            .AddDocumentTransformer(DocumentShape.Unions)
            .AddDocumentTransformer(static (document, _, _) =>
            {
                document.Info.Title = "MadLab";
                document.Info.Version = HostVersion.Text;
                return Task.CompletedTask;
            }));
    }
}
