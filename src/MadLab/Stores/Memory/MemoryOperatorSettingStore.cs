namespace MadLab.Stores.Memory;

/// <summary>Operators' settings in memory: one per switch, of which there are few.</summary>
internal sealed class MemoryOperatorSettingStore(MemoryDocuments documents) : IOperatorSettingStore
{
    private readonly Dictionary<string, OperatorSetting> _settings = new(StringComparer.Ordinal);

    public Task<IReadOnlyList<OperatorSetting>> ListAsync(CancellationToken cancellationToken = default)
    {
        lock (documents.Gate)
        {
            return Task.FromResult<IReadOnlyList<OperatorSetting>>(
                [.. _settings.Values.OrderBy(s => s.Name, StringComparer.Ordinal)]);
        }
    }

    public Task PutAsync(OperatorSetting setting, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(setting);
        lock (documents.Gate)
        {
            _settings[setting.Name] = setting;
        }

        return Task.CompletedTask;
    }

    public Task<bool> TryReplaceAsync(OperatorSetting setting, string? expectedValue, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(setting);
        lock (documents.Gate)
        {
            var isThere = _settings.TryGetValue(setting.Name, out var current);
            if (expectedValue is null ? isThere : !isThere || current!.Value != expectedValue)
            {
                return Task.FromResult(false);
            }

            _settings[setting.Name] = setting;
            return Task.FromResult(true);
        }
    }
}
