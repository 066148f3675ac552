var builder = WebApplication.CreateBuilder(args);
builder.Services.AddMadLab();
var app = builder.Build();
app.MapMadLab();
app.Run();
