namespace MadLab.Testing.Conformance;

/// <summary>Ends a check that is about something the provider does not do.</summary>
internal sealed class NotApplicableException(string why) : Exception(why);
