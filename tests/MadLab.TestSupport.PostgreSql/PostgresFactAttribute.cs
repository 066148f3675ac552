using Xunit;

namespace MadLab.TestSupport.PostgreSql;

/// <summary>A test that needs a real PostgreSQL server, and is skipped, with the reason, where none can be had.</summary>
public sealed class PostgresFactAttribute : FactAttribute
{
    public PostgresFactAttribute() => Skip = PostgresTools.Problem;
}

/// <summary>As <see cref="PostgresFactAttribute"/>, with data.</summary>
public sealed class PostgresTheoryAttribute : TheoryAttribute
{
    public PostgresTheoryAttribute() => Skip = PostgresTools.Problem;
}
