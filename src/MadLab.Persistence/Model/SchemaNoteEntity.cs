namespace MadLab.Persistence.Model;

/// <summary>What a migration asks of versions that do not know it. Those read this table, so its columns never change.</summary>
internal sealed class SchemaNoteEntity
{
    public required string Migration { get; set; }

    /// <summary>The oldest version that can serve the schema the migration leaves; null where any can.</summary>
    public string? OldestVersion { get; set; }
}
