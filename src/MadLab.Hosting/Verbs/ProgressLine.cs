using System.Globalization;

namespace MadLab.Hosting.Verbs;

/// <summary>Says on the error output how far a transfer is, each time another few thousand documents are done.</summary>
internal sealed class ProgressLine(TextWriter error, string done) : IProgress<long>
{
    private const long Step = 5_000;

    private long _next = Step;

    public void Report(long value)
    {
        if (value >= _next)
        {
            _next = value - (value % Step) + Step;
            error.WriteLine($"{value.ToString("N0", CultureInfo.InvariantCulture)} documents {done}.");
        }
    }
}
