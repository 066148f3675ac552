using EmbeddedDb;

await using var app = await EmbeddedApp.CreateAsync(args);
await app.RunAsync();
