namespace MadLab.Streaming.Hub;

/// <summary>The codes of errors told inside a stream.</summary>
internal static class StreamCodes
{
    public const string BadMessage = "BAD_MESSAGE";
    public const string InvalidSymbol = "INVALID_SYMBOL";
    public const string SymbolNotFound = "SYMBOL_NOT_FOUND";
    public const string TooManySymbols = "TOO_MANY_SYMBOLS";
    public const string NotEntitled = "NOT_ENTITLED";
    public const string UpstreamUnavailable = "UPSTREAM_UNAVAILABLE";
    public const string Overloaded = "OVERLOADED";
    public const string TokenExpired = "TOKEN_EXPIRED";
    public const string AccessRevoked = "ACCESS_REVOKED";
}
