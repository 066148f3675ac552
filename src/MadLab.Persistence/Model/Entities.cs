namespace MadLab.Persistence.Model;

// Times are Unix milliseconds: every engine orders them alike, and SQLite cannot order DateTimeOffset.
// Owner is empty for what all share who are not signed in.

internal sealed class WorkspaceEntity
{
    /// <summary>The order of creation, which is the order of the list and its cursor.</summary>
    public long Sequence { get; set; }

    public required string Id { get; set; }

    public string Owner { get; set; } = string.Empty;

    public required string Title { get; set; }

    /// <summary>The document as it came: opaque text, so that what is read is what was written.</summary>
    public required string Data { get; set; }

    /// <summary>Grows with each write; set by the stores, because not every engine can.</summary>
    public long Version { get; set; }

    public long CreatedAt { get; set; }

    public long UpdatedAt { get; set; }
}

internal sealed class TemplateEntity
{
    public long Sequence { get; set; }

    public required string Id { get; set; }

    public string Owner { get; set; } = string.Empty;

    public required string Name { get; set; }

    public required string Kind { get; set; }

    public required string Title { get; set; }

    /// <summary>The widgets as a JSON array.</summary>
    public required string Widgets { get; set; }

    public long Version { get; set; }

    public long CreatedAt { get; set; }

    public long UpdatedAt { get; set; }
}

internal sealed class PreferencesEntity
{
    public string Owner { get; set; } = string.Empty;

    public string? StreamMode { get; set; }

    public int? PollingIntervalMs { get; set; }

    public int? CacheTtlMs { get; set; }

    public int? CacheMaxEntries { get; set; }

    public long Version { get; set; }

    public long UpdatedAt { get; set; }

    public string? Theme { get; set; }

    public string? Provider { get; set; }
}

internal sealed class OperatorSettingEntity
{
    public required string Name { get; set; }

    public string? Value { get; set; }

    public required string SetBy { get; set; }

    public long SetAt { get; set; }
}
