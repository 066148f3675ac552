using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace MadLab.Persistence.Backup;

/// <summary>Reads the documents of a running service: the lists first, then each document, the oldest first.</summary>
internal sealed class ServiceReader : IDisposable
{
    /// <summary>The most bytes of one answer; an earlier service lists all of its documents at once, whole.</summary>
    private const long MaxAnswer = 256 * 1024 * 1024;

    /// <summary>The most documents of a kind; past it the service is taken to send the same pages for ever.</summary>
    private const int MaxDocuments = 1_000_000;

    private const int PageSize = 100;

    private readonly HttpClient _http;
    private readonly Uri _api;
    private readonly TimeProvider _time;

    public ServiceReader(Uri service, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(service);
        if (!service.IsAbsoluteUri || service.Scheme is not ("http" or "https") || service.UserInfo.Length > 0)
        {
            throw new BackupException("The service's address must be one like http://10.0.0.5:3000, without a user name or password.");
        }

        var path = service.AbsolutePath.TrimEnd('/');
        _api = new UriBuilder(service.Scheme, service.Host, service.Port, (path.Length == 0 ? "/api" : path) + "/").Uri;
        _http = new HttpClient { MaxResponseContentBufferSize = MaxAnswer };
        _time = time;
    }

    /// <exception cref="BackupException">The service cannot be reached, or answers otherwise than it should.</exception>
    public async IAsyncEnumerable<TransferItem> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var name in await KeysAsync("templates", "name", paged: false, cancellationToken).ConfigureAwait(false))
        {
            if (await DocumentAsync("template", "name", name, ServiceDocuments.Template, cancellationToken).ConfigureAwait(false) is { } item)
            {
                yield return item;
            }
        }

        foreach (var id in await KeysAsync("workspaces", "id", paged: true, cancellationToken).ConfigureAwait(false))
        {
            if (await DocumentAsync("workspace", "id", id, ServiceDocuments.Workspace, cancellationToken).ConfigureAwait(false) is { } item)
            {
                yield return item;
            }
        }
    }

    public void Dispose() => _http.Dispose();

    /// <summary>The keys of a list, the oldest first; without the documents, which together may be more than memory holds.</summary>
    private async Task<IEnumerable<string>> KeysAsync(string list, string key, bool paged, CancellationToken cancellationToken)
    {
        var keys = new List<string>();
        string? cursor = null;
        do
        {
            var query = paged ? $"?limit={PageSize}{(cursor is null ? "" : $"&cursor={Uri.EscapeDataString(cursor)}")}" : "";
            using var page = await GetAsync(list + query, cancellationToken).ConfigureAwait(false) ?? throw Unexpected(list, "it is not there");
            if (!page.RootElement.TryGetProperty(list, out var items) || items.ValueKind != JsonValueKind.Array)
            {
                throw Unexpected(list, $"its answer has no '{list}'");
            }

            foreach (var item in items.EnumerateArray())
            {
                keys.Add(item.ValueKind == JsonValueKind.Object && item.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.String
                    ? value.GetString()!
                    : throw Unexpected(list, $"an entry has no '{key}'"));
            }

            var next = page.RootElement.TryGetProperty("nextCursor", out var more) && more.ValueKind == JsonValueKind.String ? more.GetString() : null;
            if (keys.Count > MaxDocuments || (next is not null && (next == cursor || items.GetArrayLength() == 0)))
            {
                throw Unexpected(list, "its pages do not end");
            }

            cursor = next;
        }
        while (cursor is not null);

        // A document that was made while the pages were read may be on two of them.
        return keys.Distinct(StringComparer.Ordinal).Reverse();
    }

    private async Task<TransferItem?> DocumentAsync(
        string kind, string key, string value, Func<JsonElement, DateTimeOffset, object> read, CancellationToken cancellationToken)
    {
        var path = $"{kind}s?{key}={Uri.EscapeDataString(value)}";
        using var answer = await GetAsync(path, cancellationToken).ConfigureAwait(false);
        if (answer is null || !answer.RootElement.TryGetProperty(kind, out var document) || document.ValueKind == JsonValueKind.Null)
        {
            // Deleted since the list was read.
            return null;
        }

        try
        {
            return document.ValueKind == JsonValueKind.Object
                ? new TransferItem(read(document, _time.GetUtcNow()), document.GetRawText().Length)
                : throw new FormatException("it is no object");
        }
        catch (FormatException e)
        {
            return new TransferItem(null, 0, $"{kind} {value}: {e.Message}");
        }
    }

    /// <summary>An answer; null where there is no such thing.</summary>
    private async Task<JsonDocument?> GetAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await _http.GetAsync(new Uri(_api, path), cancellationToken).ConfigureAwait(false);
            if (response.StatusCode == HttpStatusCode.NotFound)
            {
                return null;
            }

            if (response.StatusCode != HttpStatusCode.OK)
            {
                throw Unexpected(path, $"it answers {(int)response.StatusCode}");
            }

            var bytes = await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
            var document = JsonDocument.Parse(bytes);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                return document;
            }

            document.Dispose();
            throw Unexpected(path, "its answer is no JSON object");
        }
        catch (JsonException)
        {
            throw Unexpected(path, "its answer is no JSON");
        }
        catch (HttpRequestException e)
        {
            throw new BackupException($"The service at {_api} cannot be read: {e.Message}", e);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new BackupException($"The service at {_api} did not answer in time.", e);
        }
    }

    private BackupException Unexpected(string path, string why)
    {
        var query = path.IndexOf('?', StringComparison.Ordinal);
        return new BackupException($"{new Uri(_api, query < 0 ? path : path[..query])} is not what a MadLab service answers: {why}.");
    }
}
