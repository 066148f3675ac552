using MadLab.Hosting;
using MadLab.Hosting.Startup;

namespace ReferenceHost.Tests.Support;

/// <summary>A verb of the host, run in this process: with its own variables and outputs, without the start of a process.</summary>
internal static class VerbRun
{
    /// <summary>Runs it in a folder, on the database that the variables name.</summary>
    public static async Task<HostExit> RunAsync(IReadOnlyDictionary<string, string?> variables, ContentFolder folder, params string[] args)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var around = new Surroundings(name => variables.GetValueOrDefault(name), output, error);
        var code = await MadLabHost.RunAsync(
            new Composition(["--contentRoot", folder.Path, "--Logging:LogLevel:Default", "None", .. args], configure: null, map: null, around), CancellationToken.None);
        return new HostExit(code, output.ToString(), error.ToString());
    }
}
