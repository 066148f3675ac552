using System.Text.Json;

namespace MadLab.Stores.Answers;

/// <summary>The documents as the contract writes them.</summary>
internal static class DocumentJson
{
    public static void WriteAnswer(Utf8JsonWriter json, Workspace workspace)
    {
        json.WriteStartObject();
        json.WritePropertyName("workspace"u8);
        Write(json, workspace);
        json.WriteEndObject();
    }

    public static void WriteAnswer(Utf8JsonWriter json, Template template)
    {
        json.WriteStartObject();
        json.WritePropertyName("template"u8);
        Write(json, template);
        json.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter json, Workspace workspace)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, workspace.Id);
        json.WriteString("title"u8, workspace.Title);
        json.WritePropertyName("data"u8);
        WidgetJson.WriteVerbatim(json, workspace.Data);
        json.WriteNumber("version"u8, workspace.Version);
        json.WriteString("createdAt"u8, workspace.CreatedAt.UtcDateTime);
        json.WriteString("updatedAt"u8, workspace.UpdatedAt.UtcDateTime);
        json.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter json, Template template)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, template.Id);
        json.WriteString("name"u8, template.Name);
        json.WriteString("kind"u8, template.Kind);
        json.WriteString("title"u8, template.Title);
        json.WritePropertyName("widgets"u8);
        WidgetJson.Write(json, template.Widgets);
        json.WriteString("createdAt"u8, template.CreatedAt.UtcDateTime);
        json.WriteString("updatedAt"u8, template.UpdatedAt.UtcDateTime);
        json.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter json, Preferences preferences)
    {
        json.WriteStartObject();
        WriteText(json, "streamMode"u8, preferences.StreamMode);
        WriteNumber(json, "pollingIntervalMs"u8, preferences.PollingIntervalMs);
        WriteNumber(json, "cacheTtlMs"u8, preferences.CacheTtlMs);
        WriteNumber(json, "cacheMaxEntries"u8, preferences.CacheMaxEntries);
        if (preferences.Workbench is { } workbench)
        {
            json.WriteStartObject("workbench"u8);
            WriteText(json, "theme"u8, workbench.Theme);
            WriteText(json, "provider"u8, workbench.Provider);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter json, ReadOnlySpan<byte> name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }

    private static void WriteNumber(Utf8JsonWriter json, ReadOnlySpan<byte> name, int? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, number);
        }
    }
}
