using System.Text.Json;

namespace MadLab.Streaming.Tests.Support;

/// <summary>Polls with its cursor, holds some answers until something changes and gives up on others.</summary>
internal sealed class ChurningPoll(StreamHost host, CounterFeed feed, Random random, string[] symbols) : ChurningClient(host, feed, random, symbols)
{
    private string? _cursor;

    public override async Task SettleAsync()
    {
        while (_cursor is null || !HasNewest())
        {
            await PollAsync(wait: 0);
        }
    }

    public override Task LeaveAsync() => Task.CompletedTask;

    protected override async Task StepAsync()
    {
        switch (Random.Next(5))
        {
            case 0:
                Forget();
                _cursor = null;
                Set.Clear();
                break;
            case 1 when _cursor is not null:
                await GiveUpAsync();
                break;
            default:
                await PollAsync(Random.Next(3) * 250);
                break;
        }
    }

    private string Path(int wait) =>
        $"/api/stream/poll?symbols={string.Join(',', Set)}&wait={wait}" + (_cursor is null ? "" : $"&since={_cursor}");

    private async Task PollAsync(int wait)
    {
        if (_cursor is null)
        {
            Set.UnionWith(Some(8));
        }
        else
        {
            Resumes++;
        }

        using var answer = JsonDocument.Parse(await Host.Http.GetStringAsync(Path(wait)));
        Connections++;
        foreach (var data in answer.RootElement.GetProperty("updates").EnumerateArray())
        {
            Take(data);
        }

        _cursor = answer.RootElement.GetProperty("cursor").GetString();
    }

    // The answer is lost on its way, and with it its cursor: the next poll must bring it all again.
    private async Task GiveUpAsync()
    {
        using var impatience = new CancellationTokenSource(Random.Next(1, 20));
        try
        {
            await Host.Http.GetStringAsync(Path(2_000), impatience.Token);
        }
        catch (OperationCanceledException)
        {
            // That is what giving up is.
        }
    }
}
