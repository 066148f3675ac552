namespace MadLab.Persistence.Tests.Support;

/// <summary>Where a suite's documents live.</summary>
public enum StoreKind
{
    Memory,
    Sqlite,
    PostgreSql,
}
