using System.Net;
using System.Text.Json;

namespace MadLab.Market.Providers.Calls;

/// <summary>What an exception that a provider's author did not put into a class says of the upstream.</summary>
internal static class CallFailures
{
    public static MarketErrorKind KindOf(Exception exception) => exception switch
    {
        // JSON that ends early, an HTML page in its place, text where a number should be.
        JsonException or InvalidDataException or FormatException => MarketErrorKind.Malformed,
        HttpRequestException { StatusCode: HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden } => MarketErrorKind.Unauthorized,
        HttpRequestException { StatusCode: HttpStatusCode.TooManyRequests } => MarketErrorKind.QuotaExceeded,
        _ => MarketErrorKind.Unavailable,
    };
}
