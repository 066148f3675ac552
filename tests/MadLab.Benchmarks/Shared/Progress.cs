namespace MadLab.Benchmarks.Shared;

/// <summary>What the program tells while it runs: on the error stream, so that the result stays clean.</summary>
internal static class Progress
{
    public static void Say(string line) => Console.Error.WriteLine(line);
}
