using PushProvider;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddMadLab().AddProvider<WebSocketQuoteProvider>("push");

var app = builder.Build();
app.MapMadLab();
app.Run();
