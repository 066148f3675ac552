using MadLab.Streaming.Hub;

namespace MadLab.Streaming.Connections;

/// <content>What the client is told beside values: how the service stands, and what is wrong with a symbol.</content>
internal abstract partial class StreamConnection
{
    private async ValueTask SendStatusAsync()
    {
        var version = Runtime.Hub.StatusVersion;
        if (Interlocked.Exchange(ref _statusVersion, version) == version)
        {
            return;
        }

        var status = CurrentStatus();
        if (status != _status)
        {
            _status = status;
            await SendStatusAsync(status);
        }
    }

    // On its own, as the errors below: what it captures is allocated where something is told, not at every pass.
    private ValueTask SendStatusAsync(StreamStatus status) => SendAsync(Encode("status", json => StreamMessages.WriteStatus(json, status)));

    private async ValueTask SendErrorsAsync(bool awaitFirst)
    {
        foreach (var subscription in Subscriptions)
        {
            var cell = subscription.Cell;
            if (awaitFirst && cell.Current is null && cell.Error is not { IsFinal: true })
            {
                cell.AddWaiter(this);
                if (!Subscriptions.Contains(subscription))
                {
                    // Taken out between the look at the set and this: nobody else would take it off the cell.
                    cell.RemoveWaiter(this);
                }
            }

            if (cell.Error is { } error && error.Id != subscription.ToldError)
            {
                await SendErrorAsync(subscription, error);
            }
        }
    }

    private async ValueTask SendErrorAsync(Subscription subscription, CellError error)
    {
        subscription.ToldError = error.Id;
        if (error.IsFinal && !Drop(subscription))
        {
            return;
        }

        Runtime.Metrics.FeedError();
        await SendAsync(Encode("error", json => StreamMessages.WriteError(json, error.Code, error.Message, subscription.Cell.Symbol)));
    }
}
