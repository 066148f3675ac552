using System.Text.Json.Serialization;

namespace MadLab.Metrics;

/// <summary>How metrics are written, whatever the host's own JSON options say.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, GenerationMode = JsonSourceGenerationMode.Serialization)]
[JsonSerializable(typeof(MetricsSnapshot))]
internal sealed partial class MetricsJsonContext : JsonSerializerContext;
