namespace MadLab.Market.Quality;

/// <summary>Gathers issues: counts all, keeps the first <see cref="QualityReport.MaxIssues"/>, so that a broken series cannot fill the memory.</summary>
internal sealed class IssueList
{
    private readonly List<QualityIssue> _issues = [];
    private readonly int[] _counts = new int[QualityTexts.Kinds.Length];

    /// <summary>How many there are.</summary>
    public int Total { get; private set; }

    /// <summary>How many there are of a kind.</summary>
    public int Of(QualityKind kind) => _counts[(int)kind];

    /// <summary>Adds one; its text is made only where it is kept.</summary>
    public void Add(QualityKind kind, QualitySeverity severity, DateTimeOffset date, FormattableString message, decimal? value = null, decimal? expected = null)
    {
        Total++;
        _counts[(int)kind]++;
        if (_issues.Count < QualityReport.MaxIssues)
        {
            _issues.Add(new QualityIssue
            {
                Kind = kind,
                Severity = severity,
                Date = date,
                Message = FormattableString.Invariant(message),
                Value = value,
                Expected = expected,
            });
        }
    }

    /// <summary>Those kept, oldest first.</summary>
    public IReadOnlyList<QualityIssue> ToList() => [.. _issues.OrderBy(i => i.Date).ThenBy(i => i.Kind)];
}
