namespace EmbeddedDb.Portfolios;

/// <summary>A portfolio and the workspace it is looked at in.</summary>
internal sealed class Portfolio
{
    public int Id { get; set; }

    public required string Name { get; set; }

    public required string WorkspaceId { get; set; }
}
