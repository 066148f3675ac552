namespace MadLab.Persistence.Backup;

/// <summary>Counts what an import does.</summary>
internal sealed class TransferTally
{
    /// <summary>How many documents are named of those that were left out: a list of all could be as long as the import.</summary>
    private const int MaxNamed = 10;

    private readonly long[] _counts = new long[Enum.GetValues<TransferOutcome>().Length];
    private readonly List<string> _refused = [];
    private readonly List<string> _skipped = [];
    private long _skips;

    public long Count => _counts.Sum() + _skips;

    public void Add(object row, TransferOutcome outcome)
    {
        _counts[(int)outcome]++;
        if (outcome == TransferOutcome.Refused && _refused.Count < MaxNamed)
        {
            _refused.Add(TransferRows.NameOf(row));
        }
    }

    public void Skip(string problem)
    {
        _skips++;
        if (_skipped.Count < MaxNamed)
        {
            _skipped.Add(problem);
        }
    }

    public ImportResult ToResult() => new()
    {
        Added = _counts[(int)TransferOutcome.Added],
        Unchanged = _counts[(int)TransferOutcome.Unchanged],
        Replaced = _counts[(int)TransferOutcome.Replaced],
        Refused = _counts[(int)TransferOutcome.Refused],
        RefusedFirst = _refused,
        Skipped = _skips,
        SkippedFirst = _skipped,
    };
}
