namespace MadLab;

/// <summary>Whether providers may be called. Off when the configuration or an operator says off.</summary>
public interface ILiveDataSwitch
{
    /// <summary>Whether providers may be called.</summary>
    bool IsOn { get; }

    /// <summary>When <see cref="IsOn"/> last changed, UTC; null when it never did.</summary>
    DateTimeOffset? Since { get; }

    /// <summary>What the operator said: false switches off; true or null lift only an operator's false, not the configuration's.</summary>
    bool? Operator { get; }

    /// <summary>Takes what the operator says.</summary>
    void Set(bool? enabled);

    /// <summary>Calls back after each change of <see cref="IsOn"/>, on any thread, until disposed.</summary>
    IDisposable OnChange(Action<bool> changed);
}
