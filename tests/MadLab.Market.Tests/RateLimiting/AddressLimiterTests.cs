using System.Net;
using FluentAssertions;
using MadLab.Market.RateLimiting;
using MadLab.Testing;
using Microsoft.Extensions.Options;
using Xunit;

namespace MadLab.Market.Tests.RateLimiting;

public sealed class AddressLimiterTests
{
    private readonly ManualTimeProvider _time = new();

    [Fact]
    public void Take_Disabled_NeverLimits() =>
        Create(new RateLimitOptions()).Take(IPAddress.Loopback, 1_000_000).Should().BeNull();

    [Fact]
    public void Take_PastTheBurst_SaysHowLongToWait_AndRefills()
    {
        var limiter = Create(new RateLimitOptions { Enabled = true, Burst = 200, PerSecond = 50 });

        limiter.Take(IPAddress.Loopback, 200).Should().BeNull();
        limiter.Take(IPAddress.Loopback, 1).Should().Be(TimeSpan.FromMilliseconds(20));
        _time.Advance(TimeSpan.FromMilliseconds(20));
        limiter.Take(IPAddress.Loopback, 1).Should().BeNull();
        _time.Advance(TimeSpan.FromHours(1));
        limiter.Take(IPAddress.Loopback, 200).Should().BeNull();
        limiter.Take(IPAddress.Loopback, 1).Should().NotBeNull("a long rest refills no more than the burst");
    }

    [Fact]
    public void Take_OtherAddress_HasItsOwnBucket_ButAnIPv6NetworkSharesOne()
    {
        var limiter = Create(new RateLimitOptions { Enabled = true, Burst = 100, PerSecond = 1 });
        limiter.Take(IPAddress.Parse("10.0.0.1"), 100).Should().BeNull();
        limiter.Take(IPAddress.Parse("2001:db8:1:2::1"), 100).Should().BeNull();

        limiter.Take(IPAddress.Parse("10.0.0.2"), 1).Should().BeNull();
        limiter.Take(IPAddress.Parse("::ffff:10.0.0.1"), 1).Should().NotBeNull("it is the same IPv4 address");
        limiter.Take(IPAddress.Parse("2001:db8:1:2:ffff::9"), 1).Should().NotBeNull("a /64 has one owner");
        limiter.Take(IPAddress.Parse("2001:db8:1:3::1"), 1).Should().BeNull();
    }

    [Fact]
    public void Take_TableFull_NewcomersShareABucketUntilOthersHaveRested()
    {
        var limiter = Create(new RateLimitOptions { Enabled = true, Burst = 100, PerSecond = 1, MaxAddresses = 2 });
        limiter.Take(IPAddress.Parse("10.0.0.1"), 1).Should().BeNull();
        limiter.Take(IPAddress.Parse("10.0.0.2"), 1).Should().BeNull();
        limiter.Take(IPAddress.Parse("10.0.0.3"), 100).Should().BeNull();
        limiter.Take(IPAddress.Parse("10.0.0.4"), 1).Should().NotBeNull("it shares with 10.0.0.3");

        _time.Advance(TimeSpan.FromSeconds(1));

        limiter.Take(IPAddress.Parse("10.0.0.4"), 100).Should().BeNull("the rested ones made room");
    }

    private AddressLimiter Create(RateLimitOptions limit) => new(Options.Create(new MarketOptions { RateLimit = limit }), _time);
}
