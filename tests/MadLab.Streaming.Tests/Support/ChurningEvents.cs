namespace MadLab.Streaming.Tests.Support;

/// <summary>Reads an event stream for a while, drops it and comes back with its last id.</summary>
internal sealed class ChurningEvents(StreamHost host, CounterFeed feed, Random random, string[] symbols) : ChurningClient(host, feed, random, symbols)
{
    private SseClient? _client;
    private string _lastId = "";

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
        }
        else if (Random.Next(3) == 0)
        {
            await _client.DisposeAsync();
            _client = null;
        }
        else
        {
            for (var count = Random.Next(1, 10); count > 0; count--)
            {
                await ReceiveAsync();
            }
        }
    }

    private async Task ConnectAsync()
    {
        // With the same symbols and its id it must get nothing twice; with others, or without an id, everything.
        if (_lastId.Length == 0 || Random.Next(4) == 0)
        {
            Forget();
            _lastId = "";
            Set.Clear();
            Set.UnionWith(Some(8));
        }
        else
        {
            Resumes++;
        }

        _client = await SseClient.ConnectAsync(Host.Http, $"/api/stream?symbols={string.Join(',', Set)}&interval=25", _lastId.Length == 0 ? null : _lastId);
        Connections++;
        await _client.NextAsync("open");
    }

    private async Task ReceiveAsync()
    {
        var message = await _client!.ReceiveAsync() ?? throw new InvalidOperationException("The stream ended.");
        if (message.Type == "price_update")
        {
            Take(message.Data);
            _lastId = _client.LastEventId;
        }
    }
}
