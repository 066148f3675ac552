using System.Reflection;
using System.Runtime.CompilerServices;

namespace MadLab.Packaging.Tests.Api;

/// <summary>Writes what an assembly promises to its users as text: one block a type, one line a member, always in the same order.</summary>
internal static class ApiText
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static string Of(Assembly assembly)
    {
        var blocks = assembly.GetExportedTypes()
            .Where(type => !IsGenerated(type))
            .OrderBy(type => type.Namespace, StringComparer.Ordinal)
            .ThenBy(TypeText.NameWithOuter, StringComparer.Ordinal)
            .Select(Block);
        return string.Join("\n", blocks);
    }

    private static string Block(Type type)
    {
        var lines = new List<string> { TypeText.Declaration(type) };
        if (!typeof(Delegate).IsAssignableFrom(type))
        {
            lines.AddRange(Members(type).Order(StringComparer.Ordinal).Distinct().Select(member => "  " + member));
        }

        return string.Concat(lines.Select(line => line + "\n"));
    }

    private static IEnumerable<string> Members(Type type)
    {
        if (type.IsEnum)
        {
            return type.GetEnumNames().Select(name => $"{name} = {Convert.ToInt64(Enum.Parse(type, name), System.Globalization.CultureInfo.InvariantCulture)}");
        }

        var text = new MemberText(type);
        return type.GetFields(Declared).Where(IsVisible).Select(text.Field)
            .Concat(type.GetConstructors(Declared).Where(c => !c.IsStatic && IsVisible(c)).Select(text.Constructor))
            .Concat(type.GetProperties(Declared).Where(p => p.GetAccessors(nonPublic: true).Any(IsVisible)).Select(text.Property))
            .Concat(type.GetEvents(Declared).Where(e => e.AddMethod is { } add && IsVisible(add)).Select(text.Event))
            .Concat(type.GetMethods(Declared).Where(IsListed).Select(text.Method));
    }

    // What the compiler writes for a record is its own business; accessors are listed with their property.
    private static bool IsListed(MethodInfo method) =>
        IsVisible(method)
        && !method.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false)
        && (!method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal));

    private static bool IsVisible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static bool IsVisible(FieldInfo field) => (field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly) && !field.IsSpecialName;

    private static bool IsGenerated(Type type) => type.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false);
}
