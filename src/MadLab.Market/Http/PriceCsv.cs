using System.Globalization;
using System.Text;

namespace MadLab.Market.Http;

/// <summary>Prices by RFC 4180: a header, one line a bar, each ended by CR and LF.</summary>
/// <remarks>Dates, numbers and <c>true</c> or <c>false</c> alone, written here: nothing needs quotes and nothing from a provider can be a formula.</remarks>
internal static class PriceCsv
{
    public const string ContentType = "text/csv; charset=utf-8";

    public static byte[] Write(PriceSeries series)
    {
        var invariant = CultureInfo.InvariantCulture;
        var text = new StringBuilder("date,open,high,low,close,volume,isFinal\r\n", 64 + (series.Bars.Count * 80));
        foreach (var bar in series.Bars)
        {
            text.Append(
                invariant,
                $"{bar.Time.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'},{Trim(bar.Open)},{Trim(bar.High)},{Trim(bar.Low)},{Trim(bar.Close)},{Trim(bar.Volume)},{(bar.IsFinal ? "true" : "false")}\r\n");
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    // Without the zeros that a decimal's scale may carry, as in JSON.
    private static decimal Trim(decimal value) => value / 1.0000000000000000000000000000m;
}
