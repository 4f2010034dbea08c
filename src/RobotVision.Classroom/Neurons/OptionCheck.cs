namespace RobotVision.Classroom.Neurons;

static class OptionCheck
{
    /// <summary>Checks an option.</summary>
    /// <exception cref="OptionException">It is not as expected; the message says what is expected and what was found.</exception>
    public static void That(bool isGood, string name, string expected, object found)
    {
        if (!isGood) throw new OptionException(FormattableString.Invariant($"{name}: expected {expected}, found {found}."));
    }
}
