using System.Text.Json;
using System.Text.Json.Serialization;

namespace MadLab.Benchmarks.Shared;

/// <summary>How results are written.</summary>
internal static class BenchJson
{
    /// <summary>One line, between processes.</summary>
    public static readonly JsonSerializerOptions Line = new(JsonSerializerDefaults.Web);

    /// <summary>For whoever asked for <c>--json</c>.</summary>
    public static readonly JsonSerializerOptions Document = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };
}
