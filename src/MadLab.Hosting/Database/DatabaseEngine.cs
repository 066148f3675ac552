namespace MadLab.Hosting.Database;

/// <summary>The database engines that the documented variables know.</summary>
internal enum DatabaseEngine
{
    Sqlite,
    PostgreSql,
}
