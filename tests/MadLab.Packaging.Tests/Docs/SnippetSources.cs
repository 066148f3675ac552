using System.Text;
using System.Text.RegularExpressions;

namespace MadLab.Packaging.Tests.Docs;

/// <summary>Turns the documentation's C# into source files of one project, with line numbers of the pages.</summary>
internal static partial class SnippetSources
{
    // What a fragment takes for granted, unless it declares it.
    private static readonly (string Name, string Type)[] Given =
    [
        ("args", "string[]"),
        ("builder", "Microsoft.AspNetCore.Builder.WebApplicationBuilder"),
        ("app", "Microsoft.AspNetCore.Builder.WebApplication"),
        ("lab", "MadLab.MadLabEndpointConventionBuilder"),
        ("modelBuilder", "Microsoft.EntityFrameworkCore.ModelBuilder"),
    ];

    /// <summary>The files. Types of all pages share a namespace, so that one page may use what another shows.</summary>
    public static IEnumerable<(string File, string Text)> All() =>
        Snippet.All.Where(s => s.Language == "csharp" && !s.IsLeftOut).Select((snippet, i) => ($"Snippet{i}.cs", Source(snippet, i)));

    private static string Source(Snippet snippet, int number)
    {
        var lines = snippet.Code.TrimEnd('\n').Split('\n');
        var usings = lines.TakeWhile(line => Using().IsMatch(line) || line.Length == 0).Count();
        var types = Array.FindIndex(lines, usings, TypeDeclaration().IsMatch);
        types = types < 0 ? lines.Length : StartOfDocumentation(lines, types, usings);

        var text = new StringBuilder();
        Append(text, snippet, lines, 0, usings);
        text.Append("namespace Docs\n{\n");
        if (types > usings)
        {
            var code = string.Join('\n', lines[usings..types]);
            var given = Given.Where(g => !Regex.IsMatch(code, $@"\bvar {g.Name}\b")).Select(g => $"{g.Type} {g.Name}");
            var result = Regex.IsMatch(code, "^return ", RegexOptions.Multiline) ? "Task<int>" : "Task";
            text.Append("#pragma warning disable CS1998 // a fragment may have nothing to wait for\n");
            text.Append($"internal static class Snippet{number}\n{{\npublic static async {result} RunAsync({string.Join(", ", given)})\n{{\n");
            Append(text, snippet, lines, usings, types);
            text.Append("}\n}\n");
        }

        Append(text, snippet, lines, types, lines.Length);
        text.Append("}\n");
        return text.ToString();
    }

    private static int StartOfDocumentation(string[] lines, int declaration, int first)
    {
        while (declaration > first && (lines[declaration - 1].StartsWith("//", StringComparison.Ordinal) || lines[declaration - 1].StartsWith('[')))
        {
            declaration--;
        }

        return declaration;
    }

    private static void Append(StringBuilder text, Snippet snippet, string[] lines, int from, int to)
    {
        if (to > from)
        {
            text.Append($"#line {snippet.Line + from} \"{snippet.File}\"\n");
            text.AppendJoin('\n', lines[from..to]).Append("\n#line default\n");
        }
    }

    [GeneratedRegex(@"^using [\w.]+( = [\w.<>]+)?;")]
    private static partial Regex Using();

    [GeneratedRegex(@"^(public |internal |file )?(sealed |static |abstract |partial |readonly )*(class|record|interface|struct|enum) ")]
    private static partial Regex TypeDeclaration();
}
