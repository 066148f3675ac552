namespace MadLab.Hosting.Authentication.Keys;

/// <summary>Keys in the store, a row each, beside what operators set.</summary>
internal sealed class ApiKeyStore(IOperatorSettingStore store, TimeProvider time)
{
    /// <summary>Begins the names of our rows; no switch has a colon.</summary>
    private const string Prefix = "key:";

    private const string Revoked = "revoked";
    private const string Author = "madlab";

    /// <summary>All keys that are not revoked, by name.</summary>
    public async Task<IReadOnlyList<ApiKey>> ListAsync(CancellationToken cancellationToken)
    {
        var rows = await store.ListAsync(cancellationToken);
        return [.. rows.Where(static r => r.Name.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(static r => ApiKeyRecord.Read(r.Name[Prefix.Length..], r.Value))
            .OfType<ApiKey>()
            .OrderBy(static k => k.Name, StringComparer.Ordinal)];
    }

    /// <summary>Adds a key; false where one of its name is there.</summary>
    public async Task<bool> TryAddAsync(ApiKey key, CancellationToken cancellationToken)
    {
        var row = Row(key.Name, ApiKeyRecord.Write(key));

        // A name that was revoked may be given again.
        return await store.TryReplaceAsync(row, expectedValue: null, cancellationToken)
            || await store.TryReplaceAsync(row, Revoked, cancellationToken);
    }

    /// <summary>Takes a key back; false where there is none of that name.</summary>
    public async Task<bool> TryRevokeAsync(string name, CancellationToken cancellationToken)
    {
        var rows = await store.ListAsync(cancellationToken);
        var value = rows.FirstOrDefault(r => r.Name == Prefix + name)?.Value;
        return value is not null && value != Revoked && await store.TryReplaceAsync(Row(name, Revoked), value, cancellationToken);
    }

    private OperatorSetting Row(string name, string value) => new(Prefix + name, value, Author, time.GetUtcNow());
}
