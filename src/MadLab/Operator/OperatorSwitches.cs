using MadLab.Diagnostics;
using Microsoft.Extensions.Logging;

namespace MadLab.Operator;

/// <summary>What operators have set, in force from the moment it is set.</summary>
internal sealed class OperatorSwitches(OperatorAudit audit, TimeProvider time, ILogger<OperatorSwitches> logger, ILiveDataSwitch? liveData = null)
{
    public const string LiveDataName = "live-data";
    public const string StreamModeName = "stream-mode";

    private static readonly string[] Names = [LiveDataName, StreamModeName];

    private readonly Lock _gate = new();
    private readonly Dictionary<string, OperatorSetting> _settings = new(StringComparer.Ordinal);

    /// <summary>How pages stream, where an operator says so.</summary>
    public string? StreamMode => Find(StreamModeName)?.Value;

    /// <summary>What was last set; null when nothing was.</summary>
    public OperatorSetting? Find(string name)
    {
        lock (_gate)
        {
            return _settings.GetValueOrDefault(name);
        }
    }

    /// <summary>All switches, set or not.</summary>
    public IReadOnlyList<OperatorSwitch> All() =>
        [.. Names.Select(name => Find(name) is { } setting ? ToSwitch(setting) : new OperatorSwitch(name, null, null, null))];

    /// <summary>Those that change something, for health; live data switched off by the configuration is among them.</summary>
    public IReadOnlyList<SwitchState> Set()
    {
        var states = new List<SwitchState>(Names.Length);
        foreach (var name in Names)
        {
            if (Find(name) is { Value: not null } setting)
            {
                states.Add(new SwitchState(name, ValueOf(setting), setting.SetAt));
            }
        }

        if (liveData is { IsOn: false, Operator: not false })
        {
            states.RemoveAll(s => s.Name == LiveDataName);
            states.Insert(0, new SwitchState(LiveDataName, false, liveData.Since));
        }

        return states;
    }

    /// <summary>Takes what an operator says, and writes it to the audit log.</summary>
    /// <param name="name">The switch.</param>
    /// <param name="value">Valid for it; null lifts it.</param>
    /// <param name="who">The operator.</param>
    public OperatorSetting Apply(string name, string? value, string who)
    {
        var setting = new OperatorSetting(name, value, who, time.GetUtcNow());
        string? before;

        // The log is written inside, so that its order is that of the changes.
        lock (_gate)
        {
            before = _settings.GetValueOrDefault(name)?.Value;
            Put(setting);
            audit.SwitchSet(who, name, before, value);
        }

        return setting;
    }

    /// <summary>Takes what the store kept, unless an operator has spoken since the start.</summary>
    public void Restore(OperatorSetting stored)
    {
        // Kept in the same store by others, such as the calls counted against a provider's quota; no switch has a colon.
        if (stored.Name.Contains(':', StringComparison.Ordinal))
        {
            return;
        }

        if (!IsValid(stored))
        {
            logger.SwitchUnknown(stored.Name);
            return;
        }

        lock (_gate)
        {
            if (!_settings.ContainsKey(stored.Name))
            {
                Put(stored);
            }
        }

        logger.SwitchRestored(stored.Name, stored.Value ?? "null", stored.SetBy, stored.SetAt);
    }

    public static OperatorSwitch ToSwitch(OperatorSetting setting) => new(setting.Name, ValueOf(setting), setting.SetAt, setting.SetBy);

    /// <summary>The value as JSON shows it: a boolean or a text.</summary>
    private static object? ValueOf(OperatorSetting setting) => setting.Name switch
    {
        LiveDataName when setting.Value is not null => (object)(setting.Value == "true"),
        _ => setting.Value,
    };

    private static bool IsValid(OperatorSetting setting) => setting.Name switch
    {
        LiveDataName => setting.Value is null or "true" or "false",
        StreamModeName => setting.Value is null || (StreamModes.TryParse(setting.Value, out var mode) && mode == setting.Value),
        _ => false,
    };

    private void Put(OperatorSetting setting)
    {
        _settings[setting.Name] = setting;
        if (setting.Name == LiveDataName)
        {
            liveData?.Set(setting.Value is { } text ? text == "true" : null);
        }
    }
}
