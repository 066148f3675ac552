namespace MadLab.Benchmarks.Db.Servers;

/// <summary>A workspace as its table has it; times are Unix milliseconds.</summary>
internal sealed record AdoRow(long Sequence, string Id, string Title, string Data, long Version, long CreatedAt, long UpdatedAt);
