using System.Globalization;

namespace MadLab.Streaming.Tests.Support;

/// <summary>How much random tests do, and from which seed.</summary>
/// <remarks>The seed is fixed unless <c>MADLAB_TEST_SEED</c> gives one, so that a failure here is a failure everywhere; failures name it.</remarks>
internal static class RandomRun
{
    public static bool IsLong { get; } = Environment.GetEnvironmentVariable("MADLAB_TEST_LONG") == "1";

    public static int Seed { get; } =
        int.TryParse(Environment.GetEnvironmentVariable("MADLAB_TEST_SEED"), NumberStyles.Integer, CultureInfo.InvariantCulture, out var seed) ? seed : 20_240_102;
}
