using System.Net.Sockets;
using System.Text.Json;

namespace MadLab.Benchmarks.Shared;

/// <summary>The other side of <see cref="ChildProcess"/>.</summary>
internal static class ChildLoop
{
    /// <summary>Answers commands until the parent is gone, and then ends the process without a word.</summary>
    public static async Task<int> RunAsync(object hello, Func<string[], Task<object>> answer)
    {
        Say(hello);
        while (await Console.In.ReadLineAsync() is { } line)
        {
            try
            {
                Say(await answer(line.Split(' ')));
            }
            catch (Exception e) when (e is MeasurementException or UsageException or IOException or SocketException)
            {
                Say(new Failure(e.Message));
            }
        }

        Environment.Exit(0);
        return 0;
    }

    private static void Say(object answer)
    {
        Console.Out.WriteLine(JsonSerializer.Serialize(answer, BenchJson.Line));
        Console.Out.Flush();
    }
}
