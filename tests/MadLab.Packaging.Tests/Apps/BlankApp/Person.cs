namespace BlankApp;

/// <summary>What an endpoint of the app answers.</summary>
internal sealed record Person(string FirstName, string LastName);
