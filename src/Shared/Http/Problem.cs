using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace MadLab.Http;

/// <summary>An error as the contract writes it: RFC 9457 with <c>error</c> and <c>code</c> beside its own members.</summary>
internal sealed class Problem : IResult, IStatusCodeHttpResult
{
    public const string ContentType = "application/problem+json";

    public Problem(int status, string code, string error)
    {
        Status = status;
        Code = code;
        Error = error;
    }

    public int Status { get; }

    public string Code { get; }

    public string Error { get; }

    /// <summary>Written as the <c>Retry-After</c> header, in whole seconds, at least 1.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Writes further members into the open object.</summary>
    public Action<Utf8JsonWriter>? Extensions { get; init; }

    int? IStatusCodeHttpResult.StatusCode => Status;

    public static Problem InvalidBody(string error = "Invalid body") => new(StatusCodes.Status400BadRequest, "INVALID_BODY", error);

    public static Problem From(MadLabException exception) => exception switch
    {
        MarketDataException market => From(market),
        StoreException store => From(store),
        _ => Internal(),
    };

    public static Problem Internal() => new(StatusCodes.Status500InternalServerError, "INTERNAL_ERROR", "Internal server error");

    public static Problem From(MarketDataException exception)
    {
        var (status, code) = Classify(exception.Kind);
        return new Problem(status, code, exception.Message)
        {
            RetryAfter = exception.RetryAfter ?? (status == StatusCodes.Status503ServiceUnavailable ? TimeSpan.FromSeconds(5) : null),
        };
    }

    /// <summary>The status and code of a class of failure.</summary>
    public static (int Status, string Code) Classify(MarketErrorKind kind) => kind switch
    {
        MarketErrorKind.SymbolUnknown => (StatusCodes.Status404NotFound, "SYMBOL_NOT_FOUND"),
        MarketErrorKind.NoData => (StatusCodes.Status404NotFound, "NO_DATA"),
        MarketErrorKind.NotSupported => (StatusCodes.Status501NotImplemented, "NOT_SUPPORTED"),
        MarketErrorKind.NotEntitled => (StatusCodes.Status403Forbidden, "NOT_ENTITLED"),
        MarketErrorKind.QuotaExceeded => (StatusCodes.Status503ServiceUnavailable, "QUOTA_EXCEEDED"),
        MarketErrorKind.LiveDataDisabled => (StatusCodes.Status503ServiceUnavailable, "LIVE_DATA_DISABLED"),
        MarketErrorKind.Malformed => (StatusCodes.Status502BadGateway, "UPSTREAM_INVALID"),
        MarketErrorKind.Timeout => (StatusCodes.Status504GatewayTimeout, "UPSTREAM_TIMEOUT"),
        _ => (StatusCodes.Status503ServiceUnavailable, "UPSTREAM_UNAVAILABLE"),
    };

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = Status;
        response.ContentType = ContentType;
        response.Headers.CacheControl = "no-store";
        if (RetryAfter is { } wait)
        {
            response.Headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        }

        httpContext.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        await using (var json = new Utf8JsonWriter(response.BodyWriter))
        {
            Write(json, httpContext.Request.Path);
        }

        await response.BodyWriter.FlushAsync(httpContext.RequestAborted);
    }

    private void Write(Utf8JsonWriter json, string? instance)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "about:blank"u8);
        json.WriteString("title"u8, TitleOf(Status));
        json.WriteNumber("status"u8, Status);
        json.WriteString("detail"u8, Error);
        json.WriteString("instance"u8, instance);
        json.WriteString("error"u8, Error);
        json.WriteString("code"u8, Code);
        Extensions?.Invoke(json);
        json.WriteEndObject();
    }

    private static string TitleOf(int status) => status switch
    {
        400 => "Bad Request",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        412 => "Precondition Failed",
        413 => "Content Too Large",
        415 => "Unsupported Media Type",
        429 => "Too Many Requests",
        500 => "Internal Server Error",
        501 => "Not Implemented",
        502 => "Bad Gateway",
        503 => "Service Unavailable",
        504 => "Gateway Timeout",
        507 => "Insufficient Storage",
        _ => "Error",
    };

    private static Problem From(StoreException exception) => exception.Kind switch
    {
        StoreErrorKind.Full => new Problem(StatusCodes.Status507InsufficientStorage, "STORE_FULL", exception.Message),
        StoreErrorKind.VersionConflict => new Problem(StatusCodes.Status412PreconditionFailed, "VERSION_CONFLICT", exception.Message),
        _ => new Problem(StatusCodes.Status503ServiceUnavailable, "STORE_UNAVAILABLE", exception.Message) { RetryAfter = TimeSpan.FromSeconds(5) },
    };
}
