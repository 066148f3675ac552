namespace MadLab.Http;

internal static class HttpMethodSets
{
    /// <summary>The contract answers HEAD as GET without a body.</summary>
    public static readonly string[] GetAndHead = ["GET", "HEAD"];
}
