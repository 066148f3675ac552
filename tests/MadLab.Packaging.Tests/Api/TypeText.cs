using System.Reflection;
using System.Runtime.CompilerServices;

namespace MadLab.Packaging.Tests.Api;

/// <summary>Types as C# writes them.</summary>
internal static class TypeText
{
    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(void)] = "void", [typeof(object)] = "object", [typeof(string)] = "string", [typeof(bool)] = "bool", [typeof(char)] = "char",
        [typeof(byte)] = "byte", [typeof(sbyte)] = "sbyte", [typeof(short)] = "short", [typeof(ushort)] = "ushort", [typeof(int)] = "int",
        [typeof(uint)] = "uint", [typeof(long)] = "long", [typeof(ulong)] = "ulong", [typeof(float)] = "float", [typeof(double)] = "double",
        [typeof(decimal)] = "decimal",
    };

    /// <summary>A type's first line: attributes that matter to users, kind, full name, base, interfaces, constraints.</summary>
    public static string Declaration(Type type)
    {
        var name = $"{type.Namespace}.{NameWithOuter(type)}";
        var attributes = Attributes(type);
        if (typeof(Delegate).IsAssignableFrom(type))
        {
            var invoke = type.GetMethod("Invoke")!;
            return $"{attributes}delegate {new MemberText(type).Method(invoke).Replace(" Invoke(", $" {name}(", StringComparison.Ordinal)}";
        }

        var bases = new List<string>();
        if (type.IsClass && type.BaseType is { } parent && parent != typeof(object))
        {
            bases.Add(Of(parent));
        }

        bases.AddRange(OwnInterfaces(type).Select(i => Of(i)).Order(StringComparer.Ordinal));
        return $"{attributes}{Kind(type)} {name}{(bases.Count > 0 ? " : " + string.Join(", ", bases) : string.Empty)}{Constraints(type.GetGenericArguments())}";
    }

    /// <summary>A type's name with the types around it and its type parameters, without the namespace.</summary>
    public static string NameWithOuter(Type type) =>
        type.IsNested ? $"{NameWithOuter(type.DeclaringType!)}.{ShortName(type)}" : ShortName(type);

    /// <summary>A type as a member mentions it.</summary>
    public static string Of(Type type, NullabilityInfo? nullability = null)
    {
        if (type.IsByRef)
        {
            type = type.GetElementType()!;
        }

        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return Of(underlying) + "?";
        }

        var mark = !type.IsValueType && nullability is { } known
            && (known.ReadState == NullabilityState.Nullable || known.WriteState == NullabilityState.Nullable) ? "?" : string.Empty;
        if (type.IsArray)
        {
            return $"{Of(type.GetElementType()!, nullability?.ElementType)}[{new string(',', type.GetArrayRank() - 1)}]{mark}";
        }

        if (Keywords.TryGetValue(type, out var keyword))
        {
            return keyword + mark;
        }

        if (type.IsGenericParameter)
        {
            return type.Name + mark;
        }

        var name = type.IsNested ? $"{Of(type.DeclaringType!)}.{Plain(type)}" : $"{Qualifier(type)}{Plain(type)}";
        if (!type.IsGenericType)
        {
            return name + mark;
        }

        var arguments = type.GetGenericArguments();
        var inner = nullability?.GenericTypeArguments is { } infos && infos.Length == arguments.Length ? infos : null;
        return $"{name}<{string.Join(", ", arguments.Select((argument, i) => Of(argument, inner?[i])))}>{mark}";
    }

    /// <summary>What type parameters must be.</summary>
    public static string Constraints(Type[] parameters)
    {
        var text = string.Empty;
        foreach (var parameter in parameters.Where(p => p.IsGenericParameter))
        {
            var flags = parameter.GenericParameterAttributes;
            var rules = new List<string>();
            if (flags.HasFlag(GenericParameterAttributes.ReferenceTypeConstraint))
            {
                rules.Add("class");
            }

            if (flags.HasFlag(GenericParameterAttributes.NotNullableValueTypeConstraint))
            {
                rules.Add("struct");
            }

            rules.AddRange(parameter.GetGenericParameterConstraints().Where(c => c != typeof(ValueType)).Select(c => Of(c)));
            if (flags.HasFlag(GenericParameterAttributes.DefaultConstructorConstraint) && !flags.HasFlag(GenericParameterAttributes.NotNullableValueTypeConstraint))
            {
                rules.Add("new()");
            }

            text += rules.Count > 0 ? $" where {parameter.Name} : {string.Join(", ", rules)}" : string.Empty;
        }

        return text;
    }

    /// <summary>The attributes that change what a user may do.</summary>
    public static string Attributes(MemberInfo member)
    {
        var text = string.Empty;
        if (member.IsDefined(typeof(FlagsAttribute), inherit: false))
        {
            text += "[Flags] ";
        }

        // On a constructor the compiler's own mark is meant: members are required, which their lines say.
        if (member is not ConstructorInfo && member.GetCustomAttribute<ObsoleteAttribute>(inherit: false) is { } obsolete)
        {
            text += $"[Obsolete(\"{obsolete.Message}\")] ";
        }

        return text;
    }

    private static string Kind(Type type)
    {
        if (type.IsEnum)
        {
            return "enum";
        }

        if (type.IsInterface)
        {
            return "interface";
        }

        if (type.IsValueType)
        {
            var readOnly = type.IsDefined(typeof(IsReadOnlyAttribute), inherit: false) ? "readonly " : string.Empty;
            return $"{readOnly}{(type.IsByRefLike ? "ref " : string.Empty)}{(IsRecord(type) ? "record struct" : "struct")}";
        }

        var modifier = type switch
        {
            { IsAbstract: true, IsSealed: true } => "static ",
            { IsAbstract: true } => "abstract ",
            { IsSealed: true } => "sealed ",
            _ => string.Empty,
        };
        return modifier + (IsRecord(type) ? "record" : "class");
    }

    private static bool IsRecord(Type type) =>
        type.GetMethod("PrintMembers", BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
            ?.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false) == true;

    private static IEnumerable<Type> OwnInterfaces(Type type)
    {
        var all = type.GetInterfaces().Where(i => i.IsVisible).ToList();
        var inherited = all.SelectMany(i => i.GetInterfaces()).Concat(type.BaseType?.GetInterfaces() ?? []).ToHashSet();
        return type.IsEnum ? [] : all.Where(i => !inherited.Contains(i) && !(IsRecord(type) && i == typeof(IEquatable<>).MakeGenericType(type)));
    }

    private static string ShortName(Type type)
    {
        var own = type.GetGenericArguments().Skip(type.DeclaringType?.GetGenericArguments().Length ?? 0).Select(a => a.Name).ToList();
        return own.Count > 0 ? $"{Plain(type)}<{string.Join(", ", own)}>" : Plain(type);
    }

    private static string Plain(Type type) => type.Name.Split('`')[0];

    // The names everybody knows stay short; the rest say where they are from.
    private static string Qualifier(Type type) =>
        type.Namespace is { } space && space != "MadLab" && space != "System" && !space.StartsWith("System.", StringComparison.Ordinal) ? space + "." : string.Empty;
}
