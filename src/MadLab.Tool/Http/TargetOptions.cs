using System.CommandLine;
using System.CommandLine.Parsing;
using MadLab.Tool.Commands;

namespace MadLab.Tool.Http;

/// <summary>The host to talk to, as every command takes it.</summary>
internal sealed class TargetOptions
{
    public const string UrlVariable = "MADLAB_URL";
    public const string KeyVariable = "MADLAB_KEY";

    private readonly Argument<string?>? _argument;
    private readonly Option<string?> _option = new("--url") { Description = $"Where the host is, such as https://quotes.example.com; {UrlVariable} where it is not given" };
    private readonly Option<string> _prefix = new("--prefix") { Description = "What the host mapped MadLab to", DefaultValueFactory = static _ => "/api" };
    private readonly Option<FileInfo?> _key = new("--key-file") { Description = $"A file with the key, sent as Authorization: Bearer; {KeyVariable} where it is not given" };
    private readonly Option<FileInfo?> _authority = new("--ca-file") { Description = "A PEM file with an authority to trust, besides the system's" };

    /// <param name="isArgument">Whether the address is an argument of its own, and not <c>--url</c>.</param>
    public TargetOptions(bool isArgument)
    {
        _argument = isArgument
            ? new Argument<string?>("URL") { Description = $"Where the host is; {UrlVariable} where it is not given", Arity = ArgumentArity.ZeroOrOne }
            : null;
    }

    public void AddTo(Command command)
    {
        if (_argument is not null)
        {
            command.Add(_argument);
        }
        else
        {
            command.Add(_option);
        }

        command.Add(_prefix);
        command.Add(_key);
        command.Add(_authority);
    }

    /// <exception cref="ToolException">Something of it cannot be used.</exception>
    public HostClient Open(ParseResult parsed, Func<string, string?> variable)
    {
        var text = (_argument is null ? parsed.GetValue(_option) : parsed.GetValue(_argument)) ?? variable(UrlVariable);
        if (string.IsNullOrWhiteSpace(text))
        {
            throw new ToolException($"No host is named: give its URL, or set {UrlVariable}.");
        }

        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") || url.Query.Length > 0 || url.Fragment.Length > 0)
        {
            throw new ToolException($"'{text}' is not the address of a host: give one such as https://quotes.example.com.");
        }

        if (url.UserInfo.Length > 0)
        {
            throw new ToolException($"The URL holds a user name or password, which others on this machine could read: put the key into {KeyVariable} or a file.");
        }

        var prefix = parsed.GetValue(_prefix)!;
        return prefix.StartsWith('/') || prefix.Length == 0
            ? new HostClient(url, prefix.TrimEnd('/'), KeyOf(parsed.GetValue(_key), variable), AuthorityOf(parsed.GetValue(_authority)))
            : throw new ToolException($"--prefix is '{prefix}': it begins with '/'.");
    }

    private static string? KeyOf(FileInfo? file, Func<string, string?> variable)
    {
        var key = (file is null ? variable(KeyVariable) : Read(file, "--key-file"))?.Trim();
        return string.IsNullOrEmpty(key) ? null
            : key.All(static c => c is > ' ' and < '\u007f') ? key
            : throw new ToolException($"{(file is null ? KeyVariable : "--key-file")} holds what is no key: it has spaces, line breaks or letters that no header can carry.");
    }

    private static string? AuthorityOf(FileInfo? file) => file is null ? null : Read(file, "--ca-file");

    private static string Read(FileInfo file, string option)
    {
        try
        {
            return File.ReadAllText(file.FullName);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ToolException($"{option} '{file}' cannot be read: {e.Message}", e);
        }
    }
}
