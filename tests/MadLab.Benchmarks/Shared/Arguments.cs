using System.Globalization;

namespace MadLab.Benchmarks.Shared;

/// <summary>The options of a call: <c>--name value</c>, <c>--name=value</c> or <c>--switch</c>. One that nobody knows is an error.</summary>
internal sealed class Arguments
{
    private readonly Dictionary<string, string> _values = [];

    public static Arguments Parse(string[] args, IReadOnlyCollection<Option> known)
    {
        var parsed = new Arguments();
        for (var i = 0; i < args.Length; i++)
        {
            var split = args[i].IndexOf('=', StringComparison.Ordinal);
            var name = split < 0 ? args[i] : args[i][..split];
            var option = known.FirstOrDefault(o => o.Name == name) ?? throw new UsageException($"Unknown option '{args[i]}'.");
            if (option.Value is null)
            {
                parsed._values[name] = split < 0 ? "" : throw new UsageException($"{name} takes no value.");
            }
            else if (split >= 0)
            {
                parsed._values[name] = args[i][(split + 1)..];
            }
            else
            {
                parsed._values[name] = ++i < args.Length ? args[i] : throw new UsageException($"{name} needs a value: {option.Value}.");
            }
        }

        return parsed;
    }

    public bool Has(string name) => _values.ContainsKey(name);

    public string Text(string name, string otherwise) => _values.GetValueOrDefault(name, otherwise);

    public int Number(string name, int otherwise, int min, int max)
    {
        if (!_values.TryGetValue(name, out var text))
        {
            return otherwise;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max
            ? number
            : throw new UsageException($"{name} is '{text}'; it must be a whole number from {min} to {max}.");
    }
}
