using MadLab.Hosting.Configuration;
using MadLab.Testing.Conformance;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace MadLab.Hosting.Verbs;

/// <summary><c>provider verify</c>: checks a registered provider against the rules that the host rests on.</summary>
internal static class ProviderVerb
{
    private const string Verify = "verify";
    private const string JsonFlag = "--json";

    public static Verb Verb { get; } = new()
    {
        Name = "provider",
        Usage = "provider verify NAME [SYMBOL [OTHER]] [--json]",
        Summary = """
            check a provider with a symbol it has, its own test symbol by default, and a second one where it has two: exit code 0 when nothing fails, 1 otherwise
            it is asked for real, some fifty times; --json writes the report for programs
            """,
        MinOperands = 2,
        MaxOperands = 4,
        Flags = [JsonFlag],
        WritesDataToOutput = static _ => true,
        RunAsync = RunAsync,
    };

    private static async Task<int> RunAsync(VerbCall call, CancellationToken cancellationToken)
    {
        var operands = call.Line.Operands;
        if (operands[0] != Verify)
        {
            throw new SettingException($"'{SettingException.Shown(operands[0])}' is nothing that is done to a provider: accepted is {Verify}.");
        }

        var registered = call.Services.GetServices<ProviderRegistration>().ToList();
        var registration = registered.Find(r => string.Equals(r.Name, operands[1], StringComparison.OrdinalIgnoreCase))
            ?? throw new SettingException(
                $"There is no provider '{SettingException.Shown(operands[1])}': registered are {(registered.Count == 0 ? "none" : string.Join(", ", registered.Select(static r => r.Name)))}.");
        var section = call.Services.GetRequiredService<IConfiguration>().GetSection("MadLab:Providers:" + registration.Name);
        var provider = registration.Factory(new ProviderContext(registration.Name, call.Services, section));
        var report = await ProviderConformance.RunAsync(
            provider,
            new ConformanceOptions
            {
                Symbol = operands.Count > 2 ? Read(operands[2])
                    : provider.Descriptor.TestSymbol ?? throw new SettingException($"Provider {registration.Name} names no test symbol: give a symbol that it has."),
                Other = operands.Count > 3 ? Read(operands[3]) : null,
                Time = call.Services.GetRequiredService<TimeProvider>(),
            },
            cancellationToken);
        await call.SayAsync(call.Line.Has(JsonFlag) ? report.ToJson() : report.ToText());
        return report.IsConformant ? 0 : 1;
    }

    private static Symbol Read(string text) =>
        Symbol.TryParse(text, out var symbol) ? symbol : throw new SettingException($"'{SettingException.Shown(text)}' is no symbol.");
}
