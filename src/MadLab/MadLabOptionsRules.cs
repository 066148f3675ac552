using Microsoft.Extensions.Options;

namespace MadLab;

/// <summary>What an attribute cannot say about <see cref="MadLabOptions"/>.</summary>
internal sealed class MadLabOptionsRules : IValidateOptions<MadLabOptions>
{
    public ValidateOptionsResult Validate(string? name, MadLabOptions options)
    {
        var failures = new List<string>();
        if (!StreamModes.TryParse(options.StreamMode, out _))
        {
            failures.Add($"MadLab:StreamMode is '{options.StreamMode}'; it must be {StreamModes.Accepted}.");
        }

        if (!string.IsNullOrEmpty(options.WsUrl) && !IsPath(options.WsUrl) && !IsAddress(options.WsUrl))
        {
            // Not shown back: an address refused for its credentials must not reach a log.
            failures.Add("MadLab:WsUrl must be an absolute ws, wss, http or https address without credentials, or a path that starts with '/'.");
        }

        if (options.OperatorPolicy is { } policy && string.IsNullOrWhiteSpace(policy))
        {
            failures.Add("MadLab:OperatorPolicy is empty; name an authorization policy or leave it out.");
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    // "//host" would be another host's address in a browser, not a path.
    private static bool IsPath(string text) => text[0] == '/' && !text.StartsWith("//", StringComparison.Ordinal) && !text.Contains('\\', StringComparison.Ordinal);

    private static bool IsAddress(string text) =>
        text[0] != '/'
        && Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && (uri.Scheme is "ws" or "wss" or "http" or "https")
        && uri.Host.Length > 0
        && uri.UserInfo.Length == 0;
}
