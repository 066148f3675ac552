namespace MadLab.Streaming.Hub;

/// <summary>Who is told once that a cell has something new.</summary>
internal interface ICellWaiter
{
    /// <summary>The cell has a newer value or an error. Called on the upstream's thread: must return at once.</summary>
    void OnCellChanged();
}
