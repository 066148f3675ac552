using System.Globalization;
using System.Text;

namespace ReferenceHost.Tests.Contract.Support;

/// <summary>A reader of server-sent events that keeps to the grammar and forgives nothing.</summary>
internal sealed class EventStream : IAsyncDisposable
{
    private static readonly TimeSpan Guard = TimeSpan.FromSeconds(30);
    private readonly StreamReader _reader;

    private EventStream(HttpResponseMessage response, StreamReader reader)
    {
        Response = response;
        _reader = reader;
    }

    public HttpResponseMessage Response { get; }

    public static async Task<EventStream> OpenAsync(HttpClient client, string path, string? lastEventId = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (lastEventId is not null)
        {
            request.Headers.TryAddWithoutValidation("Last-Event-ID", lastEventId);
        }

        var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead).WaitAsync(Guard);
        return new EventStream(response, new StreamReader(await response.Content.ReadAsStreamAsync(), Encoding.UTF8));
    }

    /// <summary>The next event; null at the end of the stream.</summary>
    public async Task<ServerEvent?> ReadAsync()
    {
        string? name = null, id = null;
        int? retry = null;
        var data = new StringBuilder();
        while (true)
        {
            var line = await _reader.ReadLineAsync().WaitAsync(Guard);
            switch (line)
            {
                case null:
                    return null;
                case "" when name is not null || data.Length > 0:
                    return new ServerEvent(name ?? "message", data.ToString(), id, retry);
                case "":
                    break;
                default:
                    var colon = line.IndexOf(':', StringComparison.Ordinal);
                    var value = line[(colon + 1)..].TrimStart(' ');
                    switch (colon < 0 ? line : line[..colon])
                    {
                        case "":
                            break;
                        case "event":
                            name = value;
                            break;
                        case "data":
                            data.Append(data.Length > 0 ? "\n" : "").Append(value);
                            break;
                        case "id":
                            id = value;
                            break;
                        case "retry":
                            retry = int.Parse(value, NumberStyles.None, CultureInfo.InvariantCulture);
                            break;
                        default:
                            throw new FormatException($"Not a line of an event stream: {line}");
                    }

                    break;
            }
        }
    }

    /// <summary>The next event of a name; what comes before it is passed over.</summary>
    public async Task<ServerEvent> ReadAsync(string name)
    {
        using var guard = new CancellationTokenSource(Guard);
        while (await ReadAsync() is { } next)
        {
            guard.Token.ThrowIfCancellationRequested();
            if (next.Name == name)
            {
                return next;
            }
        }

        throw new EndOfStreamException($"The stream ended without {name}.");
    }

    public ValueTask DisposeAsync()
    {
        _reader.Dispose();
        Response.Dispose();
        return ValueTask.CompletedTask;
    }
}
