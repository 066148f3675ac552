using System.Text.Json;
using MadLab.Http;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace MadLab.Operator;

/// <summary>What operators may change while the host runs; there at all only under a policy that the host names.</summary>
internal static class OperatorEndpoints
{
    private const int MaxBody = 4096;

    /// <summary>Keeps routing from refusing another type itself, without a body: the problem is ours to write.</summary>
    private const string AnyType = "*/*";

    private static readonly string[] CacheTypes = ["prices", "kpis", "vol", "correlation", "volcone", "quality", "info"];

    public static IEndpointConventionBuilder MapMadLabOperator(this IEndpointRouteBuilder endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        if (endpoints.ServiceProvider.GetService<OperatorSwitches>() is null)
        {
            throw new InvalidOperationException("No operator endpoints are registered. Call builder.Services.AddMadLab() first.");
        }

        var group = endpoints.MapGroup("/operator").WithTags("Operator");
        if (endpoints.ServiceProvider.GetRequiredService<IOptions<MadLabOptions>>().Value.OperatorPolicy is not { } policy)
        {
            return group;
        }

        group.RequireAuthorization(policy);

        // AllowAnonymous() on all of MadLab is about market data; it must not open these.
        ((IEndpointConventionBuilder)group).Finally(static endpoint =>
        {
            for (var i = endpoint.Metadata.Count - 1; i >= 0; i--)
            {
                if (endpoint.Metadata[i] is IAllowAnonymous)
                {
                    endpoint.Metadata.RemoveAt(i);
                }
            }
        });
        group.AddEndpointFilter(new RequestFilter("operator"));
        group.MapGet(string.Empty, Get)
            .WithSummary("The switches: their values, since when and by whom.")
            .Produces<OperatorSwitchList>();
        group.MapPut("/live-data", PutLiveDataAsync)
            .WithSummary("Switches live data off, or lifts that.")
            .Accepts<LiveDataBody>("application/json", AnyType)
            .Produces<OperatorChange>()
            .WithProblems(400);
        group.MapPut("/stream-mode", PutStreamModeAsync)
            .WithSummary("Sets how pages stream, or lifts that.")
            .Accepts<StreamModeBody>("application/json", AnyType)
            .Produces<OperatorChange>()
            .WithProblems(400);
        group.MapDelete("/cache", DeleteCache)
            .WithSummary("Removes answers from the market cache, all or those of a symbol or type.")
            .Produces<CacheRemoval>()
            .WithProblems(400);
        return group;
    }

    internal static IResult Get(OperatorSwitches switches) => NoStoreResult.Json(new OperatorSwitchList(switches.All()), OperatorJsonContext.Default.OperatorSwitchList);

    internal static async Task<IResult> PutLiveDataAsync(HttpContext context, OperatorSwitches switches, OperatorSettingsKeeper keeper)
    {
        var (body, problem) = await JsonBody.ReadAsync(context.Request, MaxBody, context.RequestAborted);
        using var document = body;
        return problem ?? (TryRead(document!, "enabled", out var enabled) && enabled.ValueKind is JsonValueKind.True or JsonValueKind.False or JsonValueKind.Null
            ? await ApplyAsync(context, switches, keeper, OperatorSwitches.LiveDataName, enabled.ValueKind switch
            {
                JsonValueKind.True => "true",
                JsonValueKind.False => "false",
                _ => null,
            })
            : Problem.InvalidBody("enabled must be true, false or null."));
    }

    internal static async Task<IResult> PutStreamModeAsync(HttpContext context, OperatorSwitches switches, OperatorSettingsKeeper keeper)
    {
        var (body, problem) = await JsonBody.ReadAsync(context.Request, MaxBody, context.RequestAborted);
        using var document = body;
        if (problem is not null)
        {
            return problem;
        }

        string? value = null;
        var valid = TryRead(document!, "mode", out var mode)
            && (mode.ValueKind == JsonValueKind.Null || (JsonMembers.TryText(mode, out var text) && StreamModes.TryParse(text, out value)));
        return valid
            ? await ApplyAsync(context, switches, keeper, OperatorSwitches.StreamModeName, value)
            : Problem.InvalidBody($"mode must be {StreamModes.Accepted}, or null.");
    }

    internal static IResult DeleteCache(HttpContext context, OperatorAudit audit)
    {
        // Given but empty is a slip of whoever builds the address, not a wish to remove everything.
        Symbol? symbol = null;
        if (context.Request.Query.TryGetValue("symbol", out var symbolText))
        {
            if (!Symbol.TryParse(symbolText.ToString(), out var parsed))
            {
                return SymbolLists.Invalid([SymbolLists.Shown(symbolText.ToString())]);
            }

            symbol = parsed;
        }

        string? type = null;
        if (context.Request.Query.TryGetValue("type", out var typeText))
        {
            var own = context.RequestServices.GetService<IMarketData>()?.GetDataTypes().Select(static t => t.Name) ?? [];
            type = CacheTypes.Concat(own).FirstOrDefault(t => t.Equals(typeText.ToString(), StringComparison.OrdinalIgnoreCase));
            if (type is null)
            {
                return new Problem(StatusCodes.Status400BadRequest, "UNKNOWN_TYPE", $"Unknown type: {SymbolLists.Shown(typeText.ToString())}");
            }
        }

        var cache = context.RequestServices.GetService<IMarketCache>();
        if (cache is null)
        {
            return new Problem(StatusCodes.Status501NotImplemented, "NOT_SUPPORTED", "This host has no market cache.");
        }

        var removed = cache.Remove(symbol, type);
        audit.CacheCleared(OperatorAudit.NameOf(context.User), symbol, type, removed);
        return NoStoreResult.Json(new CacheRemoval(removed), OperatorJsonContext.Default.CacheRemoval);
    }

    private static bool TryRead(JsonDocument document, string name, out JsonElement value)
    {
        value = default;
        return document.RootElement.ValueKind == JsonValueKind.Object && JsonMembers.TryGet(document.RootElement, name, out value);
    }

    private static async Task<IResult> ApplyAsync(HttpContext context, OperatorSwitches switches, OperatorSettingsKeeper keeper, string name, string? value)
    {
        var setting = OperatorSwitches.ToSwitch(switches.Apply(name, value, OperatorAudit.NameOf(context.User)));
        var persisted = await keeper.SaveAsync(name);
        return NoStoreResult.Json(
            new OperatorChange(setting.Name, setting.Value, setting.Since, setting.By, persisted),
            OperatorJsonContext.Default.OperatorChange);
    }
}
