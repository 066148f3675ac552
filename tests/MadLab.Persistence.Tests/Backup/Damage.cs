namespace MadLab.Persistence.Tests.Backup;

/// <summary>Damages a database as a bad disk would: its head stays, its pages do not.</summary>
internal static class Damage
{
    public static void MiddleOf(string file)
    {
        var bytes = File.ReadAllBytes(file);
        Array.Fill(bytes, (byte)0xA5, bytes.Length / 3, bytes.Length / 3);
        File.WriteAllBytes(file, bytes);
    }

    public static void HeadOf(string file)
    {
        var bytes = File.ReadAllBytes(file);
        Array.Fill(bytes, (byte)0xA5, 0, Math.Min(4096, bytes.Length));
        File.WriteAllBytes(file, bytes);
    }
}
