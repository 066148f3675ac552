using System.Text.Json.Serialization;
using MadLab.Http;

namespace MadLab.Operator;

/// <summary>How operator answers are written, whatever the host's own JSON options say.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, Converters = [typeof(UtcTimeConverter)])]
[JsonSerializable(typeof(OperatorSwitchList))]
[JsonSerializable(typeof(OperatorChange))]
[JsonSerializable(typeof(CacheRemoval))]
[JsonSerializable(typeof(bool))]
[JsonSerializable(typeof(string))]
internal sealed partial class OperatorJsonContext : JsonSerializerContext;
