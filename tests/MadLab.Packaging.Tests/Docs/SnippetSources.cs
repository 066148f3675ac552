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
        var (types, statements) = Split(lines, usings);

        var text = new StringBuilder();
        Append(text, snippet, lines, new Range(0, usings));
        text.Append("namespace Docs\n{\n");
        types.ForEach(range => Append(text, snippet, lines, range));
        if (statements.Count > 0)
        {
            var code = string.Join('\n', statements.SelectMany(range => lines[range]));
            var given = Given.Where(g => !Regex.IsMatch(code, $@"\bvar {g.Name}\b")).Select(g => $"{g.Type} {g.Name}");
            var result = Regex.IsMatch(code, "^return ", RegexOptions.Multiline) ? "Task<int>" : "Task";
            text.Append("#pragma warning disable CS1998 // a fragment may have nothing to wait for\n");
            text.Append($"internal static class Snippet{number}\n{{\npublic static async {result} RunAsync({string.Join(", ", given)})\n{{\n");
            statements.ForEach(range => Append(text, snippet, lines, range));
            text.Append("}\n}\n");
        }

        return text.Append("}\n").ToString();
    }

    // A type begins with its comments and attributes and ends with the brace below its first letter; the rest are statements.
    private static (List<Range> Types, List<Range> Statements) Split(string[] lines, int first)
    {
        var (types, statements) = (new List<Range>(), new List<Range>());
        var from = first;
        for (var i = first; i < lines.Length; i++)
        {
            if (!TypeDeclaration().IsMatch(lines[i]))
            {
                continue;
            }

            var start = i;
            while (start > from && (lines[start - 1].StartsWith("//", StringComparison.Ordinal) || lines[start - 1].StartsWith('[')))
            {
                start--;
            }

            AddStatements(start);
            i = lines[i].EndsWith(';') ? i : Array.IndexOf(lines, "}", i);
            from = i + 1;
            types.Add(new Range(start, from));
        }

        AddStatements(lines.Length);
        return (types, statements);

        void AddStatements(int end)
        {
            if (lines[from..end].Any(line => line.Length > 0))
            {
                statements.Add(new Range(from, end));
            }
        }
    }

    private static void Append(StringBuilder text, Snippet snippet, string[] lines, Range range)
    {
        var (start, length) = range.GetOffsetAndLength(lines.Length);
        if (length > 0)
        {
            text.Append($"#line {snippet.Line + start} \"{snippet.File}\"\n");
            text.AppendJoin('\n', lines[range]).Append("\n#line default\n");
        }
    }

    [GeneratedRegex(@"^using [\w.]+( = [\w.<>]+)?;")]
    private static partial Regex Using();

    [GeneratedRegex(@"^(public |internal |file )?(sealed |static |abstract |partial |readonly )*(class|record|interface|struct|enum) ")]
    private static partial Regex TypeDeclaration();
}
