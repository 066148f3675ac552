namespace MadLab;

/// <summary>Takes an instance out of <c>/health/ready</c> while it goes on to serve, such as before it stops. Register any number; asked with every answer, so it has to come from memory.</summary>
public interface IReadiness
{
    /// <summary>Whether new callers may come.</summary>
    bool IsReady { get; }
}
