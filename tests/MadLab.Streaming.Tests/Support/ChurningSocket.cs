using System.Net.WebSockets;
using System.Text.Json;

namespace MadLab.Streaming.Tests.Support;

/// <summary>Subscribes and unsubscribes over a WebSocket, and now and then opens another, politely or not.</summary>
internal sealed class ChurningSocket(StreamHost host, CounterFeed feed, Random random, string[] symbols) : ChurningClient(host, feed, random, symbols)
{
    private readonly HashSet<string> _leaving = [];
    private WsClient? _client;

    public override async Task SettleAsync()
    {
        if (_client is null)
        {
            await ConnectAsync();
        }

        while (!HasNewest())
        {
            await ReceiveAsync();
        }
    }

    public override async Task LeaveAsync() => await _client!.DisposeAsync();

    protected override async Task StepAsync()
    {
        if (_client is null)
        {
            await ConnectAsync();
            return;
        }

        switch (Random.Next(10))
        {
            case 0:
                await DisconnectAsync();
                break;
            case 1 or 2 or 3:
                await AskAsync("subscribe", Some(6));
                break;
            case 4 or 5:
                await AskAsync("unsubscribe", Some(6));
                break;
            case 6:
                await RefuseAsync();
                break;
            default:
                await _client.SendAsync("{\"type\":\"ping\"}");
                while (await ReceiveAsync() != "heartbeat")
                {
                    // Values that were due before.
                }

                break;
        }
    }

    protected override bool IsLeaving(string symbol) => _leaving.Contains(symbol);

    private async Task ConnectAsync()
    {
        Forget();
        Set.Clear();
        Set.UnionWith(Some(8));
        _client = await Host.ConnectAsync($"?symbols={string.Join(',', Set)}&interval=25" + (Random.Next(2) == 0 ? "&batch=true" : ""));
        Connections++;
        while (await ReceiveAsync() != "open")
        {
            throw new InvalidOperationException("Something came before open.");
        }
    }

    private async Task DisconnectAsync()
    {
        var client = _client!;
        _client = null;
        if (Random.Next(2) == 0)
        {
            await client.Socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(30));
        }

        await client.DisposeAsync();
    }

    // Too many at once: the answer is an error, and the set stays as it was.
    private async Task RefuseAsync()
    {
        var many = string.Join("\",\"", Enumerable.Range(1, 201).Select(i => $"NEVER{i}"));
        await _client!.SendAsync($"{{\"type\":\"subscribe\",\"symbols\":[\"{many}\"]}}");
        while (await ReceiveAsync() != "error")
        {
            // Values that were due before.
        }
    }

    private async Task AskAsync(string type, string[] some)
    {
        if (type == "subscribe")
        {
            Set.UnionWith(some);
        }
        else
        {
            _leaving.UnionWith(Set.Intersect(some));
            Set.ExceptWith(some);
        }

        await _client!.SendAsync($"{{\"type\":\"{type}\",\"symbols\":[\"{string.Join("\",\"", some)}\"]}}");
        while (await ReceiveAsync() != type + "d")
        {
            // Values that were due before.
        }

        // After the answer nothing of them may come.
        Forget(_leaving);
        _leaving.Clear();
    }

    private async Task<string> ReceiveAsync()
    {
        var message = await _client!.ReceiveAsync() ?? throw new InvalidOperationException($"Closed with {_client.Socket.CloseStatus}.");
        var type = message.GetProperty("type").GetString()!;
        switch (type)
        {
            case "price_update":
                Take(message.GetProperty("data"));
                break;
            case "price_updates":
                foreach (var data in message.GetProperty("data").EnumerateArray())
                {
                    Take(data);
                }

                break;
            case "open" or "subscribed" or "unsubscribed":
                ShouldBeTheSet(message.GetProperty("symbols"));
                break;
        }

        return type;
    }

    private void ShouldBeTheSet(JsonElement symbols)
    {
        var told = symbols.EnumerateArray().Select(s => s.GetString()!).ToList();
        if (told.Count != Set.Count || !Set.SetEquals(told))
        {
            throw new InvalidOperationException($"Told {string.Join(',', told)}, subscribed to {string.Join(',', Set)}.");
        }
    }
}
