namespace MadLab.Workbench.Assets;

/// <summary>What the page may load, and whom it may talk to.</summary>
internal static class ContentSecurityPolicy
{
    /// <summary>The policy of one answer. Its word lets in the styles that a library makes while it runs; scripts come from files alone.</summary>
    public static string For(string nonce, string connectTo) =>
        $"default-src 'none'; script-src 'self'; style-src 'self' 'nonce-{nonce}'; img-src 'self' data:; font-src 'self'; connect-src 'self'{connectTo}; " +
        "manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <summary>Origins as the policy lists them.</summary>
    public static string Origins(IEnumerable<string> origins) => string.Concat(origins.Select(static o =>
        Uri.TryCreate(o, UriKind.Absolute, out var uri) && uri.Scheme is "ws" or "wss" or "http" or "https" && uri.Authority.Length > 0
            ? $" {uri.Scheme}://{uri.Authority}"
            : throw new ArgumentException($"'{o}' is no origin: it has to be like wss://stream.example.com.", nameof(origins))));
}
