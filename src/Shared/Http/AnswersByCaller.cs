namespace MadLab.Http;

/// <summary>Marks endpoints whose answers depend on who asks, because the host decides who may see what.</summary>
internal sealed class AnswersByCaller
{
    public static readonly AnswersByCaller Instance = new();
}
