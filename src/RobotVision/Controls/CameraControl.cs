namespace RobotVision.Controls;

/// <summary>What kind of value a camera's control has, with the numbers of <c>enum v4l2_ctrl_type</c>.</summary>
public enum ControlKind
{
    /// <summary>A number.</summary>
    Number = 1,

    /// <summary>0 or 1.</summary>
    Boolean = 2,

    /// <summary>The number of an entry of the menu.</summary>
    Menu = 3,

    /// <summary>Does something when it is set; has no value.</summary>
    Button = 4,

    /// <summary>A number of 64 bits.</summary>
    LargeNumber = 5,

    /// <summary>The number of an entry of the menu, whose entries are numbers.</summary>
    NumberMenu = 9,
}

/// <summary>A control of a camera as its driver describes it, with its value now.</summary>
/// <param name="Name">Its name in files and on command lines, as v4l2-ctl writes it: <c>exposure_time_absolute</c>.</param>
/// <param name="Label">The driver's name for people: <c>Exposure Time, Absolute</c>.</param>
/// <param name="Group">The driver's name of its class: <c>Camera Controls</c>; empty where it has none.</param>
/// <param name="Kind">What kind of value it has.</param>
/// <param name="Minimum">The least value.</param>
/// <param name="Maximum">The largest value.</param>
/// <param name="Step">Between two values.</param>
/// <param name="Default">The driver's value after it was plugged in.</param>
/// <param name="Value">Its value now; 0 of a button.</param>
/// <param name="IsInactive">Whether it has no effect now, because another control rules it (exposure while it is automatic).</param>
/// <param name="IsReadOnly">Whether it can only be looked at.</param>
/// <param name="Menu">The entries of a menu by their numbers; empty for others.</param>
public sealed record CameraControl(
    string Name, string Label, string Group, ControlKind Kind, long Minimum, long Maximum, long Step, long Default, long Value, bool IsInactive,
    bool IsReadOnly, IReadOnlyList<ControlChoice> Menu)
{
    /// <summary>The number by which the driver knows it.</summary>
    internal uint Id { get; init; }

    /// <summary>Whether other controls change or become inactive by it, so that it has to be set before them.</summary>
    internal bool RulesOthers { get; init; }

    /// <summary>Why a value cannot be set; null if it can.</summary>
    public string? Problem(long value) =>
        IsReadOnly ? "it can only be read"
        : Kind == ControlKind.Button ? null
        : Kind is ControlKind.Menu or ControlKind.NumberMenu && !Menu.Any(choice => choice.Number == value)
            ? $"expected one of {string.Join(", ", Menu.Select(choice => $"{choice.Number} ({choice.Label})"))}, found {value}"
        : value < Minimum || value > Maximum || (Step > 1 && (value - Minimum) % Step != 0)
            ? $"expected {Minimum}..{Maximum}{(Step > 1 ? $" in steps of {Step}" : "")}, found {value}"
        : null;
}

/// <summary>An entry of a control's menu.</summary>
/// <param name="Number">The value that chooses it.</param>
/// <param name="Label">What it is: the driver's text, or its number where entries are numbers.</param>
public sealed record ControlChoice(long Number, string Label);
