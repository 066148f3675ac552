using System.Text;
using System.Text.Json;
using MadLab.Persistence.Model;
using MadLab.Stores;

namespace MadLab.Persistence.Backup;

/// <summary>Reads the lines of an export as the rows they become.</summary>
internal static class TransferRows
{
    public const string Workspace = "workspace";
    public const string Template = "template";
    public const string Preferences = "preferences";
    public const string Setting = "setting";

    private const int MaxKind = 32;
    private const int MaxId = 64;
    private const int MaxStreamMode = 16;
    private const int MaxTheme = 16;
    private const int MaxProvider = 32;
    private const int MaxSetBy = 1024;
    private const int MaxValue = 64 * 1024;

    /// <exception cref="FormatException">The line's object is no row; the message says what is wrong with it.</exception>
    public static object Read(JsonElement line)
    {
        var kind = TransferFields.Text(line, "kind", MaxKind);
        var document = TransferFields.Object(line, "document");
        return kind switch
        {
            Workspace => new WorkspaceEntity
            {
                Id = TransferFields.Text(line, "id", MaxId),
                Owner = Owner(line),
                Title = TransferFields.Text(document, "title", StoreLimits.MaxTextLength, mayBeEmpty: true),
                Data = TransferFields.Object(document, "data").GetRawText(),
                Version = TransferFields.Count(line, "version"),
                CreatedAt = TransferFields.Time(line, "createdAt"),
                UpdatedAt = TransferFields.Time(line, "updatedAt"),
            },
            Template => new TemplateEntity
            {
                Id = TransferFields.Text(line, "id", MaxId),
                Owner = Owner(line),
                Name = TransferFields.Text(document, "name", StoreLimits.MaxTextLength),
                Kind = TransferFields.Text(document, "kind", StoreLimits.MaxTextLength, mayBeEmpty: true),
                Title = TransferFields.Text(document, "title", StoreLimits.MaxTextLength, mayBeEmpty: true),
                Widgets = Widgets(document),
                Version = TransferFields.Count(line, "version"),
                CreatedAt = TransferFields.Time(line, "createdAt"),
                UpdatedAt = TransferFields.Time(line, "updatedAt"),
            },
            Preferences => new PreferencesEntity
            {
                Owner = Owner(line),
                StreamMode = TransferFields.OptionalText(document, "streamMode", MaxStreamMode),
                PollingIntervalMs = TransferFields.OptionalNumber(document, "pollingIntervalMs"),
                Theme = TransferFields.OptionalText(document, "theme", MaxTheme),
                Provider = TransferFields.OptionalText(document, "provider", MaxProvider),
                CacheTtlMs = TransferFields.OptionalNumber(document, "cacheTtlMs"),
                CacheMaxEntries = TransferFields.OptionalNumber(document, "cacheMaxEntries"),
                Version = TransferFields.Count(line, "version"),
                UpdatedAt = TransferFields.Time(line, "updatedAt"),
            },
            Setting => new OperatorSettingEntity
            {
                Name = TransferFields.Text(line, "id", StoreLimits.MaxTextLength),
                Value = TransferFields.OptionalText(document, "value", MaxValue),
                SetBy = TransferFields.Text(document, "setBy", MaxSetBy, mayBeEmpty: true),
                SetAt = TransferFields.Time(line, "updatedAt"),
            },
            _ => throw new FormatException($"its kind is '{kind}', which this version does not know"),
        };
    }

    /// <summary>A row as an operator finds it again.</summary>
    public static string NameOf(object row) => row switch
    {
        WorkspaceEntity workspace => $"{Workspace} {workspace.Id}",
        TemplateEntity template => $"{Template} {template.Name}",
        PreferencesEntity { Owner: "" } => Preferences,
        PreferencesEntity preferences => $"{Preferences} of {preferences.Owner}",
        _ => $"{Setting} {((OperatorSettingEntity)row).Name}",
    };

    private static string Owner(JsonElement line) => TransferFields.OptionalText(line, "owner", StoreOwners.MaxLength) ?? string.Empty;

    private static string Widgets(JsonElement document)
    {
        try
        {
            // As the stores write them, so that no other form of the same gets into a column.
            return Encoding.UTF8.GetString(WidgetJson.ToUtf8(WidgetJson.Read(document.GetProperty("widgets"u8))));
        }
        catch (Exception e) when (e is KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new FormatException("'widgets' is no array of widgets");
        }
    }
}
