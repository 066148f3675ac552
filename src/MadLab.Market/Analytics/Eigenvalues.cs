namespace MadLab.Market.Analytics;

/// <summary>Eigenvalues of small symmetric matrices.</summary>
internal static class Eigenvalues
{
    /// <summary>More than such matrices ever took; each sweep squares what is left off the diagonal.</summary>
    private const int MaxSweeps = 60;

    /// <summary>The smallest eigenvalue, by Jacobi's rotations; null for an empty matrix or one with a null.</summary>
    public static double? Smallest(double?[][] matrix)
    {
        var n = matrix.Length;
        var a = new double[n, n];
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++)
            {
                if (matrix[i][j] is not { } cell)
                {
                    return null;
                }

                a[i, j] = cell;
            }
        }

        for (var sweep = 0; sweep < MaxSweeps && OffDiagonal(a) > 1e-30 * n; sweep++)
        {
            for (var p = 0; p < n; p++)
            {
                for (var q = p + 1; q < n; q++)
                {
                    Rotate(a, p, q);
                }
            }
        }

        double? smallest = null;
        for (var i = 0; i < n; i++)
        {
            smallest = smallest is { } s && s < a[i, i] ? s : a[i, i];
        }

        return smallest;
    }

    /// <summary>Turns the plane of two axes until their shared cell is 0.</summary>
    private static void Rotate(double[,] a, int p, int q)
    {
        if (a[p, q] == 0)
        {
            return;
        }

        var half = (a[q, q] - a[p, p]) / (2 * a[p, q]);
        var tangent = Math.CopySign(1, half) / (Math.Abs(half) + Math.Sqrt(1 + (half * half)));
        var cosine = 1 / Math.Sqrt(1 + (tangent * tangent));
        var sine = tangent * cosine;
        for (var k = 0; k < a.GetLength(0); k++)
        {
            (a[k, p], a[k, q]) = ((cosine * a[k, p]) - (sine * a[k, q]), (sine * a[k, p]) + (cosine * a[k, q]));
        }

        for (var k = 0; k < a.GetLength(0); k++)
        {
            (a[p, k], a[q, k]) = ((cosine * a[p, k]) - (sine * a[q, k]), (sine * a[p, k]) + (cosine * a[q, k]));
        }
    }

    private static double OffDiagonal(double[,] a)
    {
        var sum = 0.0;
        for (var i = 0; i < a.GetLength(0); i++)
        {
            for (var j = i + 1; j < a.GetLength(0); j++)
            {
                sum += a[i, j] * a[i, j];
            }
        }

        return sum;
    }
}
