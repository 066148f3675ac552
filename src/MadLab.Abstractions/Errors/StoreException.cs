namespace MadLab;

/// <summary>Why a store could not do what it was asked; see <see cref="Kind"/>.</summary>
public sealed class StoreException : MadLabException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="kind">The class of the failure, which decides the status.</param>
    /// <param name="message">What happened and what to do; it reaches the client: no connection string, no SQL.</param>
    /// <param name="innerException">The cause; it is logged and never reaches a client.</param>
    public StoreException(StoreErrorKind kind, string message, Exception? innerException = null)
        : base(message, innerException) => Kind = kind;

    /// <summary>The class of the failure.</summary>
    public StoreErrorKind Kind { get; }
}
