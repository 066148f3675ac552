namespace MadLab;

/// <summary>What an option gives the right to.</summary>
public enum OptionRight
{
    /// <summary>To buy.</summary>
    Call,

    /// <summary>To sell.</summary>
    Put,
}
