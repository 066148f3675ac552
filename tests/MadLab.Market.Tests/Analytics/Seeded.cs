using FsCheck;

namespace MadLab.Market.Tests.Analytics;

/// <summary>Runs properties from a fixed seed, so that a failure here is a failure everywhere; the message of a failure holds the seed to replay.</summary>
internal static class Seeded
{
    public static void Check(Property property, int tests = 1000) =>
        FsCheck.Check.One(Config.QuickThrowOnFailure.WithMaxTest(tests).WithReplay(1973, 76001), property);
}
