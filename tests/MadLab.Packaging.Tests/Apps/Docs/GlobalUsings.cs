// Pages leave out the usings that every reader's editor adds.
global using MadLab;
global using MadLab.Hosting;
global using MadLab.Testing;
global using Microsoft.EntityFrameworkCore;
