using System.Globalization;
using MadLab.Hosting.Configuration;
using Microsoft.Extensions.Configuration;

namespace MadLab.Hosting.Authentication;

/// <summary>Who may come in: the section <c>MadLab:Auth</c> after all sources have spoken.</summary>
internal sealed class AuthSettings
{
    public const string Section = "MadLab:Auth";
    public const string ApiKeysKey = Section + ":ApiKeys";
    public const string OpenKey = Section + ":Open";
    public const string AuthorityKey = Section + ":Jwt:Authority";
    public const string AudienceKey = Section + ":Jwt:Audience";
    public const string ScopePrefixKey = Section + ":Jwt:ScopePrefix";
    public const string SessionKey = Section + ":SessionLifetime";
    public const string ProtectionKeysKey = Section + ":ProtectionKeys";

    private static readonly TimeSpan ShortestSession = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestSession = TimeSpan.FromDays(30);

    private AuthSettings()
    {
    }

    /// <summary>Whether keys of the store let callers in, and the page may exchange one for a session.</summary>
    public bool ApiKeys { get; private init; }

    /// <summary>Who issues the tokens that let callers in; null where none does.</summary>
    public Uri? Authority { get; private init; }

    /// <summary>Whom tokens must be made for.</summary>
    public string Audience { get; private init; } = string.Empty;

    /// <summary>What stands before <c>read</c>, <c>write</c> and <c>operate</c> in a token's scopes.</summary>
    public string ScopePrefix { get; private init; } = string.Empty;

    /// <summary>Whether the operator said that everybody who reaches the host may come in.</summary>
    public bool IsOpen { get; private init; }

    public TimeSpan SessionLifetime { get; private init; } = TimeSpan.FromHours(12);

    /// <summary>Where the keys that protect sessions are kept, so that these outlast a restart.</summary>
    public string ProtectionKeys { get; private init; } = string.Empty;

    /// <summary>Whether callers have to say who they are.</summary>
    public bool IsOn => ApiKeys || Authority is not null;

    /// <exception cref="SettingException">A setting cannot be used.</exception>
    public static AuthSettings Read(IConfiguration configuration, string contentRoot)
    {
        string? Get(string key) => configuration[key]?.Trim() is { Length: > 0 } value ? value : null;
        var settings = new AuthSettings
        {
            ApiKeys = Get(ApiKeysKey) is { } keys && SettingValues.Boolean(ApiKeysKey, keys),
            IsOpen = Get(OpenKey) is { } open && SettingValues.Boolean(OpenKey, open),
            Authority = Get(AuthorityKey) is { } authority ? AuthorityOf(authority) : null,
            Audience = Get(AudienceKey) ?? string.Empty,
            ScopePrefix = Get(ScopePrefixKey) ?? string.Empty,
            SessionLifetime = Get(SessionKey) is { } lifetime ? LifetimeOf(lifetime) : TimeSpan.FromHours(12),
            ProtectionKeys = Path.GetFullPath(Get(ProtectionKeysKey) ?? "data/protection-keys", contentRoot),
        };
        if (settings.Authority is not null && settings.Audience.Length == 0)
        {
            throw new SettingException($"{AuthorityKey} is set and {AudienceKey} is not: name whom the tokens are made for, or a token for any other service of that issuer would open this one.");
        }

        return settings.IsOn && settings.IsOpen
            ? throw new SettingException($"{OpenKey} says that everybody may come in, and {(settings.ApiKeys ? ApiKeysKey : AuthorityKey)} that nobody may without signing in: leave one of the two out.")
            : settings;
    }

    private static Uri AuthorityOf(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address)
        && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback))
        && address.UserInfo.Length == 0
            ? address
            : throw SettingException.Unusable(AuthorityKey, text, "accepted is the https:// address of an issuer of OpenID Connect; http:// only on loopback");

    private static TimeSpan LifetimeOf(string text) =>
        TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var lifetime) && lifetime >= ShortestSession && lifetime <= LongestSession
            ? lifetime
            : throw SettingException.Unusable(SessionKey, text, "accepted are times from 00:01:00 to 30.00:00:00");
}
