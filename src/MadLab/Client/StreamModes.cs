using System.Diagnostics.CodeAnalysis;

namespace MadLab;

/// <summary>How a page may stream, as the contract spells it.</summary>
internal static class StreamModes
{
    public const string Auto = "auto";

    public const string Accepted = "auto, websocket, sse or polling";

    private static readonly string[] All = [Auto, "websocket", "sse", "polling"];

    /// <summary>The mode in the contract's spelling, from any case.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out string? mode)
    {
        mode = Array.Find(All, m => string.Equals(m, text, StringComparison.OrdinalIgnoreCase));
        return mode is not null;
    }
}
