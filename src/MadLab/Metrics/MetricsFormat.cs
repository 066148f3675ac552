using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace MadLab.Metrics;

/// <summary>Which of its two formats a caller of <c>/metrics</c> wants.</summary>
internal static class MetricsFormat
{
    /// <summary>Whether Prometheus text is wanted; JSON is the answer to everybody who does not clearly prefer text.</summary>
    public static bool IsText(HttpRequest request)
    {
        var format = request.Query["format"].ToString();
        if (format.Equals("prometheus", StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        if (format.Equals("json", StringComparison.OrdinalIgnoreCase) || !MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var accepted))
        {
            return false;
        }

        // Only types named in full count: HTTP clients send "application/json, text/plain, */*" of their own accord, and mean JSON.
        double text = 0, json = 0;
        foreach (var type in accepted)
        {
            var quality = type.Quality ?? 1;
            if (type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase))
            {
                json = Math.Max(json, quality);
            }
            else if (type.MediaType.Equals("text/plain", StringComparison.OrdinalIgnoreCase)
                || type.MediaType.Equals("application/openmetrics-text", StringComparison.OrdinalIgnoreCase))
            {
                text = Math.Max(text, quality);
            }
        }

        return text > json;
    }
}
