using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace MadLab.Packaging.Tests.Api;

/// <summary>The members of one type as C# writes them, with default values, and the ranges of options.</summary>
internal sealed class MemberText(Type type)
{
    private readonly NullabilityInfoContext _nullability = new();
    private readonly object? _defaults = Defaults(type);

    public string Field(FieldInfo field)
    {
        var modifier = field.IsLiteral ? "const " : (field.IsStatic ? "static " : string.Empty) + (field.IsInitOnly ? "readonly " : string.Empty);
        var value = field.IsLiteral ? " = " + Literal(field.GetRawConstantValue(), field.FieldType) : string.Empty;
        return $"{TypeText.Attributes(field)}{Access(field.IsPublic)}{modifier}{TypeText.Of(field.FieldType, _nullability.Create(field))} {field.Name}{value}";
    }

    public string Constructor(ConstructorInfo constructor) =>
        $"{TypeText.Attributes(constructor)}{Access(constructor.IsPublic)}{type.Name.Split('`')[0]}({Parameters(constructor)})";

    public string Property(PropertyInfo property)
    {
        var accessor = (property.GetMethod ?? property.SetMethod)!;
        var required = property.IsDefined(typeof(RequiredMemberAttribute), inherit: false) ? "required " : string.Empty;
        var index = property.GetIndexParameters() is { Length: > 0 } parameters ? $"this[{string.Join(", ", parameters.Select(Parameter))}]" : property.Name;
        var accessors = string.Concat(Accessor(property.GetMethod, "get; "), Accessor(property.SetMethod, IsInit(property) ? "init; " : "set; "));
        return $"{TypeText.Attributes(property)}{Range(property)}{Access(accessor.IsPublic)}{Modifiers(accessor)}{required}"
            + $"{TypeText.Of(property.PropertyType, _nullability.Create(property))} {index} {{ {accessors}}}{Default(property)}";
    }

    public string Event(EventInfo member) =>
        $"{TypeText.Attributes(member)}{Access(member.AddMethod!.IsPublic)}{Modifiers(member.AddMethod!)}event {TypeText.Of(member.EventHandlerType!, _nullability.Create(member))} {member.Name}";

    public string Method(MethodInfo method)
    {
        var generic = method.IsGenericMethodDefinition ? $"<{string.Join(", ", method.GetGenericArguments().Select(a => a.Name))}>" : string.Empty;
        var extension = method.IsDefined(typeof(ExtensionAttribute), inherit: false) ? "this " : string.Empty;
        var constraints = method.IsGenericMethodDefinition ? TypeText.Constraints(method.GetGenericArguments()) : string.Empty;
        return $"{TypeText.Attributes(method)}{Access(method.IsPublic)}{Modifiers(method)}"
            + $"{TypeText.Of(method.ReturnType, _nullability.Create(method.ReturnParameter))} {method.Name}{generic}({extension}{Parameters(method)}){constraints}";
    }

    private static string Access(bool isPublic) => isPublic ? string.Empty : "protected ";

    private string Modifiers(MethodInfo method)
    {
        if (type.IsInterface)
        {
            return method.IsAbstract ? string.Empty : "default ";
        }

        if (method.IsStatic)
        {
            return "static ";
        }

        if (method.GetBaseDefinition() != method)
        {
            return method.IsFinal ? "sealed override " : "override ";
        }

        return method switch
        {
            { IsAbstract: true } => "abstract ",
            { IsVirtual: true, IsFinal: false } => "virtual ",
            _ => string.Empty,
        };
    }

    private static string Accessor(MethodInfo? accessor, string text) => accessor switch
    {
        { IsPublic: true } => text,
        { IsFamily: true } or { IsFamilyOrAssembly: true } => "protected " + text,
        _ => string.Empty,
    };

    private static bool IsInit(PropertyInfo property) =>
        property.SetMethod?.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) == true;

    private string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(Parameter));

    private string Parameter(ParameterInfo parameter)
    {
        var prefix = parameter switch
        {
            { IsOut: true } => "out ",
            { IsIn: true, ParameterType.IsByRef: true } => "in ",
            { ParameterType.IsByRef: true } => "ref ",
            _ when parameter.IsDefined(typeof(ParamArrayAttribute), inherit: false) => "params ",
            _ => string.Empty,
        };
        var value = parameter.HasDefaultValue ? " = " + Literal(parameter.RawDefaultValue, parameter.ParameterType) : string.Empty;
        return $"{prefix}{TypeText.Of(parameter.ParameterType, _nullability.Create(parameter))} {parameter.Name}{value}";
    }

    private string Default(PropertyInfo property) =>
        _defaults is not null && property is { CanRead: true, CanWrite: true, GetMethod.IsStatic: false } && Simple(property.GetValue(_defaults), property.PropertyType) is { } value
            ? $" = {value}"
            : string.Empty;

    // A default and a range are promises as well: operators rely on them.
    private static object? Defaults(Type type) =>
        type.Name.EndsWith("Options", StringComparison.Ordinal) && type is { IsClass: true, IsAbstract: false } && type.GetConstructor(Type.EmptyTypes) is { } make
            ? make.Invoke(null)
            : null;

    private static string Range(PropertyInfo property) =>
        property.GetCustomAttribute<RangeAttribute>() is { } range
            ? string.Create(CultureInfo.InvariantCulture, $"[Range({range.Minimum}, {range.Maximum})] ")
            : string.Empty;

    private static string? Simple(object? value, Type declared) => value switch
    {
        null => "null",
        TimeSpan span => span.ToString("c", CultureInfo.InvariantCulture),
        string or bool or IFormattable => Literal(value, declared),
        System.Collections.ICollection { Count: 0 } => "[]",
        _ => null,
    };

    private static string Literal(object? value, Type declared)
    {
        var target = Nullable.GetUnderlyingType(declared) ?? declared;
        return value switch
        {
            null => target.IsValueType && Nullable.GetUnderlyingType(declared) is null ? "default" : "null",
            _ when target.IsEnum => $"{target.Name}.{Enum.ToObject(target, value)}",
            string text => $"\"{text}\"",
            char character => $"'{character}'",
            bool flag => flag ? "true" : "false",
            _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? string.Empty,
        };
    }
}
