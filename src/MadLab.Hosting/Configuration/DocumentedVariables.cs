using System.Globalization;
using MadLab.Hosting.Database;

namespace MadLab.Hosting.Configuration;

/// <summary>
/// The service's documented environment variables, checked and translated into ordinary settings.
/// An empty variable counts as not set.
/// </summary>
internal sealed class DocumentedVariables
{
    private readonly Func<string, string?> _read;
    private readonly string _contentRoot;
    private readonly Dictionary<string, string?> _settings = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> _origins = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _warnings = [];

    private DocumentedVariables(Func<string, string?> read, string contentRoot)
    {
        _read = read;
        _contentRoot = contentRoot;
    }

    /// <summary>Settings by key; only what a variable says.</summary>
    public IReadOnlyDictionary<string, string?> Settings => _settings;

    /// <summary>What an operator should know, without secrets.</summary>
    public IReadOnlyList<string> Warnings => _warnings;

    /// <summary>Reads all of them.</summary>
    /// <param name="read">A variable's value, null where it is not set.</param>
    /// <param name="contentRoot">Where relative paths count from.</param>
    /// <exception cref="SettingException">One cannot be used.</exception>
    public static DocumentedVariables Read(Func<string, string?> read, string contentRoot)
    {
        var variables = new DocumentedVariables(read, contentRoot);
        variables.ReadMarket();
        variables.ReadLean();
        variables.ReadDatabase();
        return variables;
    }

    /// <summary>An error's text with the variables named behind whose settings it speaks of: the operator wrote a variable, not a key.</summary>
    public string NameIn(string error)
    {
        var names = _origins.Where(o => error.Contains(o.Key, StringComparison.OrdinalIgnoreCase)).Select(o => o.Value).Distinct().Order(StringComparer.Ordinal).ToList();
        return names.Count == 0 ? error : $"{error.TrimEnd('.')} (set by {string.Join(" and ", names)}).";
    }

    private void ReadMarket()
    {
        Set(SettingKeys.WsUrl, "NEXT_PUBLIC_WS_URL", SettingValues.WebSocketUrl);
        Set(SettingKeys.MaxCacheEntries, "MARKET_API_MAX_CACHE", static (name, value) =>
            SettingValues.CacheEntries(name, value).ToString(CultureInfo.InvariantCulture));

        // "false" asks for nothing: it must not switch on what a settings file switched off.
        if (IsTrue("DISABLE_LIVE_DATA"))
        {
            Set(SettingKeys.LiveData, "DISABLE_LIVE_DATA", "false");
        }

        if (IsTrue("DISABLE_RATE_LIMIT"))
        {
            Set(SettingKeys.RateLimitEnabled, "DISABLE_RATE_LIMIT", "false");
            Set(SettingKeys.MaxConnectionsPerAddress, "DISABLE_RATE_LIMIT", "0");
        }
    }

    private void ReadLean()
    {
        Set(SettingKeys.LeanFolder, "MADLAB_LEAN_DATA", (name, value) => SettingValues.Folder(name, value, _contentRoot));
        Set(SettingKeys.LeanReplaySpeed, "MADLAB_LEAN_REPLAY_SPEED", static (name, value) =>
            SettingValues.ReplaySpeed(name, value).ToString("R", CultureInfo.InvariantCulture));
    }

    private void ReadDatabase()
    {
        const string Mode = "NEXT_PUBLIC_DB_MODE";
        const string Provider = "PRISMA_PROVIDER";
        const string Url = "DATABASE_URL";

        Set(SettingKeys.PersistenceMode, Mode, static (name, value) => SettingValues.IsDatabaseMode(name, value) ? "db" : "memory");
        Set(SettingKeys.PersistenceProvider, Provider, static (name, value) => SettingValues.NameOf(SettingValues.Engine(name, value)));
        if (Get(Url) is not { } text)
        {
            return;
        }

        if (!PrismaUrl.TryParse(text, out var database, out var reason))
        {
            throw new SettingException($"{Url} cannot be used: {reason}; {PrismaUrl.Accepted}.");
        }

        var engine = SettingValues.NameOf(database.Engine);
        if (_settings.TryGetValue(SettingKeys.PersistenceProvider, out var named) && named != engine)
        {
            throw new SettingException($"{Provider} is '{named}', but {Url} is for {engine}, which cannot both be: {PrismaUrl.Accepted}.");
        }

        Set(SettingKeys.PersistenceProvider, Url, engine);
        Set(SettingKeys.PersistenceConnectionString, Url, database switch
        {
            PrismaSqlite file => SqliteConnectionStrings.From(file, _contentRoot, Url, _warnings),
            PrismaPostgres server => PostgresConnectionStrings.From(server, _contentRoot, Url, _warnings),
            _ => throw new InvalidOperationException("A Prisma URL of an engine that is not handled."),
        });
        if (database is PrismaPostgres { Schema: var schema })
        {
            Set(SettingKeys.PersistenceSchema, Url, schema);
        }

        if (!_settings.ContainsKey(SettingKeys.PersistenceMode))
        {
            // The URL alone means that documents live there.
            Set(SettingKeys.PersistenceMode, Url, "db");
        }

        if (database.UnknownParameters is { Count: > 0 } unknown)
        {
            _warnings.Add($"{Url} has parameters that are not known and are ignored: {SettingException.Shown(string.Join(", ", unknown))}.");
        }
    }

    private void Set(string key, string name, Func<string, string, string> translate)
    {
        if (Get(name) is { } value)
        {
            Set(key, name, translate(name, value));
        }
    }

    private void Set(string key, string name, string setting)
    {
        _settings[key] = setting;
        _origins[key] = name;
    }

    private bool IsTrue(string name) => Get(name) is { } value && SettingValues.Boolean(name, value);

    private string? Get(string name) => _read(name)?.Trim() is { Length: > 0 } value ? value : null;
}
