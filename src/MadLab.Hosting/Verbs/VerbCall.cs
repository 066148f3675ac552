using MadLab.Hosting.Configuration;
using MadLab.Hosting.Startup;
using Microsoft.Extensions.DependencyInjection;

namespace MadLab.Hosting.Verbs;

/// <summary>One call of a verb: what it was given and where it answers.</summary>
internal sealed record VerbCall(CommandLine Line, Surroundings Around)
{
    /// <summary>The name of a standard stream where a file could stand.</summary>
    public const string StandardStream = "-";

    /// <summary>The services of the host, which is composed and not started.</summary>
    public IServiceProvider Services { get; init; } = null!;

    public string Operand => Line.Operands[0];

    /// <summary>Whether it works on a standard stream.</summary>
    public bool IsStandardStream => Line.Operands is [StandardStream, ..];

    public Task SayAsync(string line) => Around.Output.WriteLineAsync(line);

    /// <summary>A service that is there only where documents live in a database.</summary>
    /// <exception cref="SettingException">They live in memory.</exception>
    public T Database<T>()
        where T : class => Services.GetService<T>()
        ?? throw new SettingException(
            "Documents are kept in memory, in the running host, and not in a database that this could reach: "
            + "to move them into one, name it (DATABASE_URL) and use `import URL` with the running host's address.");
}
