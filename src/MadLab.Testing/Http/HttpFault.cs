namespace MadLab.Testing.Http;

/// <summary>What an upstream does wrong.</summary>
public enum HttpFault
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>401: the credentials are refused.</summary>
    Unauthorized,

    /// <summary>403: the credentials do not reach so far.</summary>
    Forbidden,

    /// <summary>404: there is no such thing.</summary>
    NotFound,

    /// <summary>429 with <c>Retry-After: 7</c>.</summary>
    TooManyRequests,

    /// <summary>500 with a page for people.</summary>
    ServerError,

    /// <summary>No answer until the call is cancelled.</summary>
    Silence,

    /// <summary>The connection breaks before there is an answer.</summary>
    Broken,

    /// <summary>The first half of the true answer, and then the connection breaks.</summary>
    Truncated,

    /// <summary>The first half of the true answer, as if it were all.</summary>
    Half,

    /// <summary>200 with a page for people, as a proxy or a maintenance notice has it.</summary>
    Html,

    /// <summary>200 with no body at all.</summary>
    Empty,

    /// <summary>200 with JSON of another shape: <c>{"unexpected":[true]}</c>.</summary>
    OtherShape,

    /// <summary>200 with the error that <see cref="HttpFaults.ErrorBody"/> is.</summary>
    ErrorInside,
}
