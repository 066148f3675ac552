using System.Text.Json.Serialization;

namespace MadLab.Client;

/// <summary>How the client configuration is written, whatever the host's own JSON options say.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, GenerationMode = JsonSourceGenerationMode.Serialization)]
[JsonSerializable(typeof(ClientConfiguration))]
internal sealed partial class ClientJsonContext : JsonSerializerContext;
