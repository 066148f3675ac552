using Microsoft.Extensions.Options;

namespace MadLab;

/// <summary>The ranges of <see cref="MadLabOptions"/>.</summary>
[OptionsValidator]
internal sealed partial class MadLabOptionsValidator : IValidateOptions<MadLabOptions>;
