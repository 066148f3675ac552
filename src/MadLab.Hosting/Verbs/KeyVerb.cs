using System.Globalization;
using MadLab.Hosting.Authentication;
using MadLab.Hosting.Authentication.Keys;
using MadLab.Hosting.Configuration;
using MadLab.Hosting.Startup;
using MadLab.Persistence;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace MadLab.Hosting.Verbs;

/// <summary><c>key</c>: makes, lists and revokes the keys that let callers in.</summary>
internal static class KeyVerb
{
    private const string Add = "add";
    private const string List = "list";
    private const string Revoke = "revoke";
    private const string ScopesOption = "--scopes";
    private const string DaysOption = "--days";
    private const int MaxName = 64;
    private const int MaxDays = 3650;

    public static Verb Verb { get; } = new()
    {
        Name = "key",
        Usage = "key add NAME [--scopes read,write]",
        Summary = """
            make a key and print it, this once; --scopes are read (the default), write, operate; --days N ends it by itself
            key list: names, scopes and ends. key revoke NAME: it opens nothing any more, and its streams end within seconds
            """,
        MinOperands = 1,
        MaxOperands = 2,
        Options = [ScopesOption, DaysOption],
        WritesDataToOutput = static _ => true,
        RunAsync = RunAsync,
    };

    private static async Task<int> RunAsync(VerbCall call, CancellationToken cancellationToken)
    {
        if (call.Services.GetService<IMadLabDatabase>() is null)
        {
            throw new SettingException("Keys are kept in the database, and documents are kept in memory here: name a database (DATABASE_URL).");
        }

        var keys = new ApiKeyStore(call.Services.GetRequiredService<IOperatorSettingStore>(), call.Services.GetRequiredService<TimeProvider>());
        return call.Line.Operands switch
        {
            [Add, var name] => await AddAsync(call, keys, name, cancellationToken),
            [List] => await ListAsync(call, keys, cancellationToken),
            [Revoke, var name] => await RevokeAsync(call, keys, name, cancellationToken),
            [Add or Revoke] => throw new SettingException($"The key's name is missing: it is used as 'key {call.Operand} NAME'."),
            _ => throw new SettingException($"'{SettingException.Shown(string.Join(' ', call.Line.Operands))}' is nothing that is done to keys: accepted are add NAME, list and revoke NAME."),
        };
    }

    private static async Task<int> AddAsync(VerbCall call, ApiKeyStore keys, string name, CancellationToken cancellationToken)
    {
        if (name.Length > MaxName || !name.All(static c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-'))
        {
            throw SettingException.Unusable("The key's name", name, $"accepted are 1 to {MaxName} letters, digits, '.', '_' and '-'");
        }

        var scopes = ScopeNames.Parse(ScopesOption, call.Line.Option(ScopesOption) ?? "read");
        var now = call.Services.GetRequiredService<TimeProvider>().GetUtcNow();
        var ends = call.Line.Option(DaysOption) is not { } text ? (DateTimeOffset?)null
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days is >= 1 and <= MaxDays ? now.AddDays(days)
            : throw SettingException.Unusable(DaysOption, text, $"accepted is a whole number from 1 to {MaxDays}");
        await PrepareAsync(call, cancellationToken);
        var (key, secret) = ApiKey.Make(name, scopes, now, ends);
        if (!await keys.TryAddAsync(key, cancellationToken))
        {
            throw new SettingException($"There is a key '{name}' already: revoke it first, or take another name.");
        }

        Audit(call).KeyAdded(name, string.Join(',', ScopeNames.Of(scopes)));
        await call.SayAsync(secret);
        await call.Around.Error.WriteLineAsync("This is the only time that the key is shown: only its hash is kept.");
        return 0;
    }

    private static async Task<int> ListAsync(VerbCall call, ApiKeyStore keys, CancellationToken cancellationToken)
    {
        await PrepareAsync(call, cancellationToken);
        foreach (var key in await keys.ListAsync(cancellationToken))
        {
            var ends = key.ExpiresAt is { } at ? $"ends {at.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}" : "does not end";
            await call.SayAsync($"{key.Name}\t{string.Join(',', ScopeNames.Of(key.Scopes))}\tmade {key.CreatedAt.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}\t{ends}");
        }

        return 0;
    }

    private static async Task<int> RevokeAsync(VerbCall call, ApiKeyStore keys, string name, CancellationToken cancellationToken)
    {
        await PrepareAsync(call, cancellationToken);
        if (!await keys.TryRevokeAsync(name, cancellationToken))
        {
            throw new SettingException($"There is no key '{SettingException.Shown(name)}'.");
        }

        Audit(call).KeyRevoked(name);
        await call.SayAsync($"Revoked {name}: hosts on this database know within {ApiKeyRing.Pause.TotalSeconds.ToString(CultureInfo.InvariantCulture)} s.");
        return 0;
    }

    /// <summary>A first key is often made before the first start.</summary>
    private static async Task PrepareAsync(VerbCall call, CancellationToken cancellationToken)
    {
        var database = call.Services.GetRequiredService<IMadLabDatabase>();
        var schema = await database.GetSchemaAsync(cancellationToken);
        if (schema.IsEmpty)
        {
            await database.MigrateAsync(cancellationToken);
        }
    }

    private static ILogger Audit(VerbCall call) => call.Services.GetRequiredService<ILoggerFactory>().CreateLogger(AuditCategory.Name);
}
