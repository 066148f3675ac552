using System.Collections.Concurrent;
using System.Net;
using System.Net.WebSockets;
using System.Text.Json;

namespace MadLab.Streaming.Tests.Support;

/// <summary>A client that keeps to the rules: when its stream ends it waits as long as it was told and goes to where it is then sent.</summary>
internal sealed class RollingClient(string kind, string[] symbols, Func<StreamHost> choose)
{
    private readonly string _query = $"?symbols={string.Join(',', symbols)}&interval=2000&batch=true";
    private readonly ConcurrentDictionary<string, long> _newest = new();
    private volatile bool _isOver;
    private string? _cursor;
    private TimeSpan _wait;

    /// <summary>How long it was told to wait, each time a stream ended.</summary>
    public List<TimeSpan> Waits { get; } = [];

    /// <summary>When its last stream ended, as a timestamp of the machine's clock.</summary>
    public long EndedAt { get; private set; }

    /// <summary>How many streams have been opened, or polls begun.</summary>
    public int Connections { get; private set; }

    public bool Has(CounterFeed feed) => symbols.All(s => _newest.GetValueOrDefault(s) == feed.Newest(s));

    public void Finish() => _isOver = true;

    public async Task RunAsync()
    {
        while (!_isOver)
        {
            await (kind switch
            {
                "sse" => ListenAsync(choose()),
                "poll" => PollAsync(choose()),
                _ => TalkAsync(choose()),
            });
            EndedAt = System.Diagnostics.Stopwatch.GetTimestamp();
            if (!_isOver && kind != "poll")
            {
                Waits.Add(_wait);
                await Task.Delay(_wait);
            }
        }
    }

    private async Task TalkAsync(StreamHost host)
    {
        await using var client = await host.ConnectAsync(_query);
        Connections++;
        _wait = TimeSpan.Zero;
        var seen = new Dictionary<string, long>();
        while (await client.ReceiveAsync() is { } message)
        {
            switch (message.GetProperty("type").GetString())
            {
                case "price_updates":
                    foreach (var data in message.GetProperty("data").EnumerateArray())
                    {
                        Note(data, seen);
                    }

                    break;
                case "status":
                    _wait = TimeSpan.FromMilliseconds(message.GetProperty("reconnectMs").GetInt32());
                    break;
            }
        }

        if (client.Socket.CloseStatus != WebSocketCloseStatus.EndpointUnavailable)
        {
            throw new InvalidOperationException($"Closed with {client.Socket.CloseStatus}.");
        }

        await client.AnswerCloseAsync();
    }

    private async Task ListenAsync(StreamHost host)
    {
        await using var client = await SseClient.ConnectAsync(host.Http, "/api/stream" + _query, _cursor);
        Connections++;
        var seen = new Dictionary<string, long>();
        var told = TimeSpan.Zero;
        while (await client.ReceiveAsync() is { } message)
        {
            if (message.Type == "price_update")
            {
                Note(message.Data, seen);
            }
            else if (message.Type == "status")
            {
                told = TimeSpan.FromMilliseconds(message.Data.GetProperty("reconnectMs").GetInt32());
            }
        }

        // The two ways of saying it must agree: an EventSource sees only the one.
        _wait = client.Reconnection == told ? told : throw new InvalidOperationException($"retry: {client.Reconnection}, status: {told}.");
        _cursor = client.LastEventId;
    }

    private async Task PollAsync(StreamHost host)
    {
        await Task.Delay(200);
        string text;
        try
        {
            text = await host.Http.GetStringAsync($"/api/stream/poll{_query}&wait=5000" + (_cursor is null ? "" : $"&since={_cursor}"));
        }
        catch (HttpRequestException e) when (e.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.ResponseEnded || e.StatusCode == HttpStatusCode.ServiceUnavailable)
        {
            // Sent to a host that was stopping already, or still waiting to be accepted by it: the next poll asks anew where to go.
            return;
        }

        using var answer = JsonDocument.Parse(text);
        Connections++;
        _cursor = answer.RootElement.GetProperty("cursor").GetString();
        foreach (var data in answer.RootElement.GetProperty("updates").EnumerateArray())
        {
            Note(data, []);
        }
    }

    private void Note(JsonElement data, Dictionary<string, long> seen)
    {
        var symbol = data.GetProperty("symbol").GetString()!;
        var (price, seq) = (data.GetProperty("price").GetInt64(), data.GetProperty("seq").GetInt64());
        if (seq <= seen.GetValueOrDefault(symbol) || price < _newest.GetValueOrDefault(symbol))
        {
            throw new InvalidOperationException($"{kind}: {symbol} {price} ({seq}) came after {_newest.GetValueOrDefault(symbol)} ({seen.GetValueOrDefault(symbol)}).");
        }

        seen[symbol] = seq;
        _newest[symbol] = price;
    }
}
