namespace MadLab.Stores;

/// <summary>The rules of an owner, the same in memory and in a database.</summary>
internal static class StoreOwners
{
    /// <summary>The owner of whoever is not signed in, and of all that was written before there were owners.</summary>
    public const string Shared = "";

    /// <summary>The width of the column.</summary>
    public const int MaxLength = 200;

    /// <summary>What is wrong with an owner, without showing it; null where nothing is.</summary>
    public static string? FaultOf(string? owner)
    {
        if (owner is null)
        {
            return "It is null; for the owner whom all share it has to be empty.";
        }

        if (owner.Length > MaxLength)
        {
            return $"It has {owner.Length} characters; at most {MaxLength} are taken.";
        }

        // Half a pair would be stored as the replacement character, and two owners would become one.
        return owner.Contains('\0', StringComparison.Ordinal) || HasHalfPair(owner)
            ? "It has a NUL or half of a surrogate pair in it."
            : null;
    }

    /// <summary>The owner, if it can be one.</summary>
    /// <exception cref="ArgumentException">It cannot.</exception>
    public static string Check(string owner) =>
        FaultOf(owner) is { } fault ? throw new ArgumentException($"The owner cannot be used. {fault}", nameof(owner)) : owner;

    private static bool HasHalfPair(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogate(text[i]) && !(i + 1 < text.Length && char.IsSurrogatePair(text[i], text[++i])))
            {
                return true;
            }
        }

        return false;
    }
}
