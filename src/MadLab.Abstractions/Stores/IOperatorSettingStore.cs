namespace MadLab;

/// <summary>Keeps what operators set, across restarts where the store is durable.</summary>
public interface IOperatorSettingStore
{
    /// <summary>All settings.</summary>
    Task<IReadOnlyList<OperatorSetting>> ListAsync(CancellationToken cancellationToken = default);

    /// <summary>Writes one setting, replacing the one of the same name.</summary>
    Task PutAsync(OperatorSetting setting, CancellationToken cancellationToken = default);

    /// <summary>Writes one setting if it still has the value that the caller knows: what two processes count together is lost to neither.</summary>
    /// <param name="setting">The setting to write.</param>
    /// <param name="expectedValue">The value it must have; null where there must be no such setting.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>False when somebody else was first, and nothing is written.</returns>
    Task<bool> TryReplaceAsync(OperatorSetting setting, string? expectedValue, CancellationToken cancellationToken = default);
}
