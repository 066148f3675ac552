namespace MadLab.Hosting.Startup;

/// <summary>What a run takes from its process, so that a test can give it its own.</summary>
/// <param name="ReadVariable">An environment variable's value; null where it is not set. Only the documented variables are read through it.</param>
/// <param name="Output">Where verbs answer.</param>
/// <param name="Error">Where the one line goes.</param>
internal sealed record Surroundings(Func<string, string?> ReadVariable, TextWriter Output, TextWriter Error)
{
    /// <summary>Where a verb reads documents from when told <c>-</c>.</summary>
    public Func<Stream> OpenInput { get; init; } = Console.OpenStandardInput;

    /// <summary>Where a verb writes documents to when told <c>-</c>.</summary>
    public Func<Stream> OpenOutput { get; init; } = Console.OpenStandardOutput;

    public static Surroundings OfProcess { get; } = new(Environment.GetEnvironmentVariable, Console.Out, Console.Error);
}
