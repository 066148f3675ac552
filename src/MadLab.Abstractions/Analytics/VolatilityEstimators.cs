using System.Diagnostics.CodeAnalysis;

namespace MadLab;

/// <summary>Reads and writes estimators of volatility.</summary>
public static class VolatilityEstimators
{
    private static readonly string[] Texts = ["close-close", "parkinson", "garman-klass", "rogers-satchell", "yang-zhang"];

    /// <summary>The texts of all estimators, the default first.</summary>
    public static IReadOnlyList<string> All => Texts;

    /// <summary>The estimator's text, such as <c>yang-zhang</c>.</summary>
    public static string ToText(this VolatilityEstimator estimator) => Texts[(int)estimator];

    /// <summary>Reads an estimator, any case, with or without the hyphen; false when the text is none of <see cref="All"/>.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out VolatilityEstimator estimator)
    {
        var given = text.AsSpan().Trim();
        for (var i = 0; i < Texts.Length; i++)
        {
            if (given.Equals(Texts[i], StringComparison.OrdinalIgnoreCase)
                || given.Equals(Texts[i].Replace("-", string.Empty, StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase))
            {
                estimator = (VolatilityEstimator)i;
                return true;
            }
        }

        estimator = VolatilityEstimator.CloseToClose;
        return false;
    }
}
