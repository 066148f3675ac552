namespace MadLab;

/// <summary>Keeps what operators set, across restarts where the store is durable.</summary>
public interface IOperatorSettingStore
{
    /// <summary>All settings.</summary>
    Task<IReadOnlyList<OperatorSetting>> ListAsync(CancellationToken cancellationToken = default);

    /// <summary>Writes one setting, replacing the one of the same name.</summary>
    Task PutAsync(OperatorSetting setting, CancellationToken cancellationToken = default);
}
