using System.Net;
using System.Text;
using FluentAssertions;
using ReferenceHost.Tests.Contract.Support;
using Xunit;

namespace ReferenceHost.Tests.Contract.Http;

/// <summary>Thousands of seeded requests that no client would send: never a 500, never a word about our insides, and the host goes on.</summary>
public sealed class FuzzTests(FuzzTests.FuzzedHost host) : IClassFixture<FuzzTests.FuzzedHost>
{
    private static readonly int Rounds = Environment.GetEnvironmentVariable("MADLAB_TEST_LONG") == "1" ? 50_000 : 3_000;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Request_Random_NeverFailsTheHost(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < Rounds / 2; round++)
        {
            var request = RandomRequest.Make(random, host.Host.Address.Authority);

            var answer = await RawHttp.SendAsync(host.Host.Address, request);

            var replay = $"seed {seed}, round {round}: {Encoding.Latin1.GetString(request)[..Math.Min(300, request.Length)]}";
            RawHttp.StatusOf(answer).Should().NotBe(500, replay);
            if (!answer.Contains("\r\nContent-Type: application/json", StringComparison.Ordinal))
            {
                // What is kept comes back as it was sent, whatever it says; all else is our own words.
                answer.Should().NotContainAny(ProblemAssertions.Leaks, replay);
            }
        }

        (await host.Client.AskAsync("/api/health")).ShouldBeJson().GetProperty("status").GetString().Should().Be("ok");
        (await host.Client.AskAsync("/api/market?symbol=AAPL")).Status.Should().Be(HttpStatusCode.OK);
        host.Host.Output.Should().NotContain("INTERNAL_ERROR").And.NotContain("unhandled exception");
    }

    /// <summary>A host of its own: what is thrown at it must not disturb other tests.</summary>
    public sealed class FuzzedHost : HostFixture
    {
        protected override IReadOnlyDictionary<string, string?> Environment { get; } = new Dictionary<string, string?>
        {
            ["DISABLE_RATE_LIMIT"] = "true",
            ["NEXT_PUBLIC_DB_MODE"] = "db",
        };
    }
}
