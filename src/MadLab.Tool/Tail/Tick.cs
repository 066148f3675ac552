using System.Globalization;
using System.Text.Json;

namespace MadLab.Tool.Tail;

/// <summary>A price as it is shown.</summary>
internal sealed record Tick(string Symbol, decimal Price, decimal Change, decimal ChangePercent, DateTimeOffset Time)
{
    /// <summary>Null where the message is not one.</summary>
    public static Tick? Read(JsonElement data)
    {
        static decimal? Number(JsonElement element, string name) =>
            element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out var number) ? number : null;
        return data.ValueKind == JsonValueKind.Object && data.TryGetProperty("symbol", out var symbol) && symbol.GetString() is { } name && Number(data, "price") is { } price
            ? new Tick(name, price, Number(data, "change") ?? 0, Number(data, "changePercent") ?? 0, DateTimeOffset.FromUnixTimeMilliseconds((long)(Number(data, "timestamp") ?? 0)))
            : null;
    }

    public string PriceText => Price.ToString("0.####", CultureInfo.InvariantCulture);

    public string ChangeText => Change.ToString("+0.##;-0.##;0", CultureInfo.InvariantCulture);

    public string PercentText => ChangePercent.ToString("+0.00;-0.00;0.00", CultureInfo.InvariantCulture) + " %";

    public string TimeText => Time.UtcDateTime.ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture);

    /// <summary>One line for other programs.</summary>
    public string ToLine() => $"{Time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture)}\t{Symbol}\t{PriceText}\t{ChangeText}\t{PercentText}";
}
