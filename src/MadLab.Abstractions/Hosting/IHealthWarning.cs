namespace MadLab;

/// <summary>Something that an operator should know of and that keeps nothing from being served: <c>warnings</c> in <c>/health</c>. Register any number.</summary>
public interface IHealthWarning
{
    /// <summary>Upper snake case, such as <c>UNLISTED_PROXY</c>; null while all is well. Asked with every answer of <c>/health</c>, so it has to come from memory.</summary>
    string? Code { get; }
}
