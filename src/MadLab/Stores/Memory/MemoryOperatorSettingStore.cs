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
}
