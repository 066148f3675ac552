namespace MadLab;

/// <summary>What MadLab throws for what a caller can catch and act on.</summary>
public abstract class MadLabException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What happened, which input, what to do. It can reach a client: no secret, no path beyond a file's name.</param>
    /// <param name="innerException">The cause, where there is one; it never reaches a client.</param>
    protected MadLabException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
