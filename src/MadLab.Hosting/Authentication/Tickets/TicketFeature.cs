namespace MadLab.Hosting.Authentication.Tickets;

/// <summary>The ticket that a request's address carried before it was taken out.</summary>
internal sealed record TicketFeature(string Text);
