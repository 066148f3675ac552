using System.Text.Json;
using FluentAssertions;

namespace ReferenceHost.Tests.Contract.Streams;

/// <summary>What a price update must be, in all transports.</summary>
internal static class UpdateAssertions
{
    private static readonly string[] Numbers = ["price", "volume", "timestamp", "change", "changePercent", "high", "low", "open", "seq"];

    public static void ShouldBeUpdate(this JsonElement update, string symbol)
    {
        update.GetProperty("symbol").GetString().Should().Be(symbol);
        foreach (var name in Numbers)
        {
            update.GetProperty(name).ValueKind.Should().Be(JsonValueKind.Number, name);
        }

        var (low, price, high) = (update.GetProperty("low").GetDecimal(), update.GetProperty("price").GetDecimal(), update.GetProperty("high").GetDecimal());
        low.Should().BeLessThanOrEqualTo(price).And.BePositive();
        high.Should().BeGreaterThanOrEqualTo(price);
        var change = update.GetProperty("change").GetDecimal();
        update.GetProperty("changePercent").GetDecimal().Should().BeApproximately(change / (price - change) * 100, 0.02m);
        var age = DateTimeOffset.UtcNow - DateTimeOffset.FromUnixTimeMilliseconds(update.GetProperty("timestamp").GetInt64());
        age.Should().BeLessThan(TimeSpan.FromMinutes(1)).And.BeGreaterThan(-TimeSpan.FromMinutes(1), "it is milliseconds since the epoch");
    }
}
