using System.Text.Json;
using System.Text.Json.Serialization;

namespace MadLab.Hosting.Authentication.Keys;

/// <summary>A key as a value of the store.</summary>
internal sealed record ApiKeyRecord(string Id, string Hash, string[] Scopes, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt)
{
    public static string Write(ApiKey key) => JsonSerializer.Serialize(
        new ApiKeyRecord(key.Id, key.Hash, [.. ScopeNames.Of(key.Scopes)], key.CreatedAt, key.ExpiresAt), ApiKeyJsonContext.Default.ApiKeyRecord);

    /// <summary>The key; null where the value is none, such as that of a key that was revoked or of a later version's making.</summary>
    public static ApiKey? Read(string name, string? value)
    {
        if (value is null || !value.StartsWith('{'))
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize(value, ApiKeyJsonContext.Default.ApiKeyRecord) is { Id.Length: > 0, Hash.Length: > 0, Scopes: not null } kept
                ? new ApiKey(name, kept.Id, kept.Hash, kept.Scopes.Aggregate(Authentication.Scopes.None, static (all, s) => all | ScopeNames.Find(s)), kept.CreatedAt, kept.ExpiresAt)
                : null;
        }
        catch (JsonException)
        {
            // Not ours to read: a key that cannot be read lets nobody in.
            return null;
        }
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ApiKeyRecord))]
internal sealed partial class ApiKeyJsonContext : JsonSerializerContext;
