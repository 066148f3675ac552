using System.Globalization;
using Microsoft.Extensions.Primitives;

namespace MadLab.Market.Http;

/// <summary>Chooses a content coding by <c>Accept-Encoding</c> (RFC 9110, 12.5.3).</summary>
internal static class ContentCoding
{
    /// <summary><c>br</c>, <c>gzip</c>, or null for identity; of two equally welcome ones the smaller.</summary>
    public static string? Choose(StringValues acceptEncoding)
    {
        double brotli = -1, gzip = -1, any = -1, identity = -1;
        foreach (var value in acceptEncoding)
        {
            foreach (var range in value.AsSpan().Split(','))
            {
                Read(value.AsSpan(range), ref brotli, ref gzip, ref any, ref identity);
            }
        }

        brotli = brotli < 0 ? any : brotli;
        gzip = gzip < 0 ? any : gzip;
        var best = Math.Max(brotli, gzip);
        if (best <= 0 || identity > best)
        {
            return null;
        }

        return brotli >= gzip ? "br" : "gzip";
    }

    private static void Read(ReadOnlySpan<char> part, ref double brotli, ref double gzip, ref double any, ref double identity)
    {
        var quality = 1.0;
        var semicolon = part.IndexOf(';');
        if (semicolon >= 0)
        {
            var parameter = part[(semicolon + 1)..].Trim();
            if (parameter.StartsWith("q=", StringComparison.OrdinalIgnoreCase)
                && !double.TryParse(parameter[2..], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out quality))
            {
                return;
            }

            part = part[..semicolon];
        }

        part = part.Trim();
        if (part.Equals("br", StringComparison.OrdinalIgnoreCase))
        {
            brotli = quality;
        }
        else if (part.Equals("gzip", StringComparison.OrdinalIgnoreCase) || part.Equals("x-gzip", StringComparison.OrdinalIgnoreCase))
        {
            gzip = quality;
        }
        else if (part is "*")
        {
            any = quality;
        }
        else if (part.Equals("identity", StringComparison.OrdinalIgnoreCase))
        {
            identity = quality;
        }
    }
}
