namespace MadLab.Persistence;

/// <summary>Where MadLab's tables live in a host's own model.</summary>
public sealed class MadLabModelOptions
{
    /// <summary>The schema; null, the default, is the model's own default schema.</summary>
    public string? Schema { get; set; }

    /// <summary>What the tables' names begin with: up to 40 of <c>A-Z a-z 0-9 _</c>, or nothing. The default is <c>madlab_</c>.</summary>
    public string TablePrefix { get; set; } = "madlab_";

    internal void Validate()
    {
        if (TablePrefix is null || TablePrefix.Length > 40 || !TablePrefix.All(c => char.IsAsciiLetterOrDigit(c) || c == '_'))
        {
            throw new ArgumentException($"{nameof(TablePrefix)} must have at most 40 characters of A-Z a-z 0-9 _.");
        }

        if (Schema is { Length: 0 })
        {
            throw new ArgumentException($"{nameof(Schema)} must be null or a name.");
        }
    }
}
