namespace MadLab.Hosting.Authentication;

/// <summary>How a caller may say who he is, and the policies that ask for it.</summary>
internal static class AuthSchemes
{
    /// <summary>Looks at a request and hands it to one of the others.</summary>
    public const string Any = "MadLab";

    public const string Key = "MadLab.Key";
    public const string Session = "MadLab.Session";
    public const string Ticket = "MadLab.Ticket";
    public const string Jwt = "MadLab.Jwt";

    public const string ReadPolicy = "madlab.read";
    public const string WritePolicy = "madlab.write";
    public const string OperatePolicy = "madlab.operate";
}
