namespace MadLab.Streaming.Hub;

/// <summary>Waits for any of some cells to change: arm, look at the cells, then wait.</summary>
internal sealed class CellSignal : ICellWaiter
{
    private volatile TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void OnCellChanged() => _changed.TrySetResult();

    /// <summary>Has itself told of the next change; what changes after this call ends the wait.</summary>
    public void Arm(IEnumerable<SymbolCell> cells)
    {
        if (_changed.Task.IsCompleted)
        {
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        foreach (var cell in cells)
        {
            cell.AddWaiter(this);
        }
    }

    /// <summary>Waits for a change, at most as long as given; neither running out nor being cancelled throws.</summary>
    public async Task WaitAsync(TimeSpan timeout, TimeProvider time, CancellationToken cancellationToken) =>
        await _changed.Task.WaitAsync(timeout, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
