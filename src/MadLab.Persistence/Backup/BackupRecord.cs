using System.Diagnostics.Metrics;
using MadLab.Diagnostics;

namespace MadLab.Persistence.Backup;

/// <summary>When the database was last backed up, by this host or into its folder, for health and metrics.</summary>
internal sealed class BackupRecord : IStoreBackupStatus
{
    private readonly Lock _gate = new();
    private DateTimeOffset? _lastSuccess;
    private bool _failing;

    public BackupRecord(IMeterFactory? meters = null) =>
        meters?.Create(MadLabDiagnostics.MeterName).CreateObservableGauge(
            Instruments.BackupLastSuccess,
            Observe,
            "s",
            "When the newest backup was begun, in seconds since 1970-01-01 UTC.");

    public bool IsScheduled { get; private set; }

    public DateTimeOffset? LastSuccess
    {
        get
        {
            lock (_gate)
            {
                return _lastSuccess;
            }
        }
    }

    public bool IsFailing
    {
        get
        {
            lock (_gate)
            {
                return _failing;
            }
        }
    }

    /// <summary>Backups are to be expected from now on.</summary>
    public void Scheduled() => IsScheduled = true;

    /// <summary>Takes note of a backup that another process made, such as an earlier host or a job of the machine.</summary>
    public void Found(DateTimeOffset? begun)
    {
        lock (_gate)
        {
            if (begun is not null && (_lastSuccess is null || begun > _lastSuccess))
            {
                _lastSuccess = begun;
            }
        }
    }

    public void Succeeded(DateTimeOffset begun)
    {
        lock (_gate)
        {
            _lastSuccess = begun;
            _failing = false;
        }
    }

    public void Failed()
    {
        lock (_gate)
        {
            _failing = true;
        }
    }

    // Nothing until there is one: 0 would be a backup of 1970.
    private IEnumerable<Measurement<double>> Observe() =>
        LastSuccess is { } at ? [new Measurement<double>(at.ToUnixTimeMilliseconds() / 1e3)] : [];
}
