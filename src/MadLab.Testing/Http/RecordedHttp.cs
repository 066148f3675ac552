using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace MadLab.Testing.Http;

/// <summary>A handler that records an upstream's answers once, without the secrets, and replays them ever after.</summary>
/// <remarks>
/// <code>
/// using var handler = RecordedHttp.Replay("recordings/acme.json");                                                      // in tests
/// using var handler = RecordedHttp.Record("recordings/acme.json", new SocketsHttpHandler(), new() { Secrets = [key] }); // once, by hand
/// </code>
/// A request is found again by its method, address and body, secrets left out. The same request asked several times is answered in the order of the recording, the last answer ever after.
/// </remarks>
public sealed class RecordedHttp : DelegatingHandler
{
    private readonly Lock _gate = new();
    private readonly string _file;
    private readonly RecordedHttpOptions _options;
    private readonly bool _isRecording;
    private readonly List<RecordedAnswer> _answers;
    private readonly Dictionary<string, int> _given = new(StringComparer.Ordinal);

    private RecordedHttp(string file, RecordedHttpOptions options, HttpMessageHandler? inner, List<RecordedAnswer> answers)
        : base(inner ?? new NoHandler())
    {
        (_file, _options, _isRecording, _answers) = (file, options, inner is not null, answers);
    }

    /// <summary>Answers from a recording; nothing is sent.</summary>
    /// <param name="file">The recording.</param>
    /// <param name="options">What is a secret: as when it was recorded, where the provider is given another key.</param>
    /// <exception cref="FileNotFoundException">There is none.</exception>
    /// <exception cref="InvalidDataException">The file is no recording.</exception>
    public static RecordedHttp Replay(string file, RecordedHttpOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(file);
        try
        {
            return new RecordedHttp(file, options ?? new(), null, RecordedAnswer.ReadAll(File.ReadAllBytes(file)));
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException($"'{file}' is no recording.", e);
        }
    }

    /// <summary>Sends, and keeps what was answered; the file is written with each answer.</summary>
    /// <param name="file">The recording; one that is there is replaced.</param>
    /// <param name="inner">What sends.</param>
    /// <param name="options">What is a secret.</param>
    public static RecordedHttp Record(string file, HttpMessageHandler inner, RecordedHttpOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(file);
        ArgumentNullException.ThrowIfNull(inner);
        return new RecordedHttp(file, options ?? new(), inner, []);
    }

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var body = request.Content is null ? null : await request.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
        var key = KeyOf(request, body);
        if (!_isRecording)
        {
            return Find(key).ToResponse(request);
        }

        var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        var answer = await RecordedAnswer.OfAsync(key, response, Scrub, cancellationToken).ConfigureAwait(false);
        lock (_gate)
        {
            _answers.Add(answer);
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(_file))!);
            File.WriteAllBytes(_file, RecordedAnswer.WriteAll(_answers));
        }

        return answer.ToResponse(request);
    }

    private RecordedAnswer Find(string key)
    {
        lock (_gate)
        {
            var known = _answers.FindAll(a => a.Request == key);
            if (known.Count == 0)
            {
                throw new InvalidOperationException($"'{Path.GetFileName(_file)}' has no answer to {key}. Record it again, where the provider asks otherwise now.");
            }

            var place = _given.GetValueOrDefault(key);
            _given[key] = place + 1;
            return known[Math.Min(place, known.Count - 1)];
        }
    }

    /// <summary>What a request is found by. Headers are not part of it: they change with machines and versions.</summary>
    private string KeyOf(HttpRequestMessage request, byte[]? body)
    {
        var address = request.RequestUri!.PathAndQuery;
        foreach (var name in _options.SecretParameters)
        {
            address = ScrubParameter(address, name);
        }

        var text = $"{request.Method} {Scrub(address)}";
        return body is { Length: > 0 } ? $"{text} {Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Scrub(Encoding.UTF8.GetString(body)))))[..16]}" : text;
    }

    private static string ScrubParameter(string address, string name)
    {
        var cut = address.IndexOf('?', StringComparison.Ordinal);
        return cut < 0 ? address : address[..(cut + 1)] + string.Join('&', address[(cut + 1)..].Split('&').Select(p =>
            p.StartsWith(name + "=", StringComparison.OrdinalIgnoreCase) ? name + "=***" : p));
    }

    private string Scrub(string text)
    {
        foreach (var secret in _options.Secrets.Where(static s => s.Length > 0))
        {
            text = text.Replace(secret, "***", StringComparison.Ordinal).Replace(Uri.EscapeDataString(secret), "***", StringComparison.Ordinal);
        }

        return text;
    }

    /// <summary>Behind a replay, where nothing may be sent.</summary>
    private sealed class NoHandler : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("A replay sends nothing.");
    }
}
