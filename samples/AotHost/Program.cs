// Prices and streams alone, compiled ahead of time: dotnet publish samples/AotHost -c Release
var builder = WebApplication.CreateSlimBuilder(args);
builder.Services.AddMadLabMarket();
builder.Services.AddMadLabStreaming();

var app = builder.Build();
app.MapMadLabMarket();
app.MapMadLabStreaming();
app.Run();
