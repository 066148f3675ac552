using System.Net.ServerSentEvents;
using System.Text.Json;

namespace MadLab.Streaming.Tests.Support;

/// <summary>A reader of server-sent events over real HTTP.</summary>
public sealed class SseClient : IAsyncDisposable
{
    private readonly HttpResponseMessage _response;
    private readonly IAsyncEnumerator<SseItem<string>> _events;
    private readonly SseParser<string> _parser;

    private SseClient(HttpResponseMessage response, Stream body)
    {
        _response = response;
        _parser = SseParser.Create(body);
        _events = _parser.EnumerateAsync().GetAsyncEnumerator();
    }

    public HttpResponseMessage Response => _response;

    public string LastEventId => _parser.LastEventId;

    public TimeSpan Reconnection => _parser.ReconnectionInterval;

    public static async Task<SseClient> ConnectAsync(HttpClient http, string path, string? lastEventId = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (lastEventId is not null)
        {
            request.Headers.TryAddWithoutValidation("Last-Event-ID", lastEventId);
        }

        var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        return new SseClient(response, await response.Content.ReadAsStreamAsync());
    }

    /// <summary>The next event with its data; null at the end of the stream.</summary>
    public async Task<(string Type, JsonElement Data)?> ReceiveAsync()
    {
        if (!await _events.MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30)))
        {
            return null;
        }

        using var document = JsonDocument.Parse(_events.Current.Data);
        return (_events.Current.EventType, document.RootElement.Clone());
    }

    public async Task<JsonElement> NextAsync(string type)
    {
        while (true)
        {
            var next = await ReceiveAsync() ?? throw new InvalidOperationException($"The stream ended before an event {type}.");
            if (next.Type == type)
            {
                return next.Data;
            }
        }
    }

    public ValueTask DisposeAsync()
    {
        // The response only: disposing the enumerator while a read is pending would wait for it.
        _response.Dispose();
        return ValueTask.CompletedTask;
    }
}
