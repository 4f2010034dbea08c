namespace RobotVision.Ros;

/// <summary>
/// Takes the fields of a ROS 2 message in the order of its definition, so that one description of a message is written as CDR and as JSON. A name is that of
/// the definition, in UTF-8; it is empty for the message itself and for the elements of a list.
/// </summary>
interface IRosWriter
{
    /// <summary>Begins a message within the message, or the message itself.</summary>
    void Begin(ReadOnlySpan<byte> name);

    /// <summary>Ends what <see cref="Begin"/> began.</summary>
    void End();

    /// <summary>Begins a list of messages whose length the definition does not fix.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="count">How many follow, each between <see cref="Begin"/> and <see cref="End"/>.</param>
    void BeginList(ReadOnlySpan<byte> name, int count);

    /// <summary>Ends the list.</summary>
    void EndList();

    /// <summary>A <c>uint8</c> or <c>bool</c>.</summary>
    void Byte(ReadOnlySpan<byte> name, byte value);

    /// <summary>An <c>int32</c>.</summary>
    void Int32(ReadOnlySpan<byte> name, int value);

    /// <summary>A <c>uint32</c>.</summary>
    void UInt32(ReadOnlySpan<byte> name, uint value);

    /// <summary>A <c>float64</c>; finite.</summary>
    void Float64(ReadOnlySpan<byte> name, double value);

    /// <summary>A <c>string</c>.</summary>
    void Text(ReadOnlySpan<byte> name, string value);

    /// <summary>A <c>float64</c> array whose length the definition fixes.</summary>
    void FixedFloat64s(ReadOnlySpan<byte> name, ReadOnlySpan<double> values);

    /// <summary>A <c>float64[]</c>.</summary>
    void Float64s(ReadOnlySpan<byte> name, ReadOnlySpan<double> values);

    /// <summary>A <c>uint8[]</c>.</summary>
    void Bytes(ReadOnlySpan<byte> name, ReadOnlySpan<byte> values);
}
