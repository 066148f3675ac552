using System.Security.Claims;

namespace MadLab;

/// <summary>Says whose templates, workspaces and preferences a caller reads and writes: the host's to replace.</summary>
/// <remarks>
/// Without one of the host's, the owner of a signed-in caller is the SHA-256, as 64 characters of lower-case hex, of the issuer and value of the
/// <c>NameIdentifier</c> or <c>sub</c> claim, or of the identity's name where there is neither; a signed-in caller without any of these gets 500.
/// Who is not signed in shares one owner with all others who are not, the empty text. Register yours as a singleton or scoped service; each request asks it once.
/// It is of use without a request too: <c>workspaces.OwnedBy(await owner.GetOwnerAsync(caller))</c>.
/// </remarks>
public interface IMadLabOwner
{
    /// <summary>The owner of what a caller reads and writes.</summary>
    /// <param name="caller">Who asks; without an authenticated identity where nobody is signed in.</param>
    /// <param name="cancellationToken">Ends the question when the caller has left.</param>
    /// <returns>
    /// At most 200 characters, no NUL, no half of a surrogate pair; empty for the owner whom all share. Anything else fails the request with 500
    /// and a line in the log, and nothing is read or written. Some databases compare texts without regard to case or to spaces at the end, so
    /// owners must differ in more than these.
    /// </returns>
    ValueTask<string> GetOwnerAsync(ClaimsPrincipal caller, CancellationToken cancellationToken = default);
}
