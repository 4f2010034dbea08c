using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace RobotVision.Controls;

/// <summary>The requests of Video4Linux for controls, on 64-bit machines: numbers and layouts of their structures.</summary>
/// <remarks>Source: Linux, <c>include/uapi/linux/videodev2.h</c>; "Video for Linux API", section "Extended Controls API".</remarks>
static class ControlRequests
{
    /// <summary><c>VIDIOC_QUERY_EXT_CTRL</c>, <c>VIDIOC_QUERYMENU</c>, <c>VIDIOC_G_EXT_CTRLS</c>, <c>VIDIOC_S_EXT_CTRLS</c>.</summary>
    public const uint Query = 0xC0E85667, QueryMenu = 0xC02C5625, Get = 0xC0205647, Set = 0xC0205648;

    /// <summary>Bytes of the structures <c>v4l2_query_ext_ctrl</c>, <c>v4l2_querymenu</c>, <c>v4l2_ext_controls</c>, <c>v4l2_ext_control</c>.</summary>
    public const int QuerySize = 232, MenuSize = 44, ControlsSize = 32, ControlSize = 20;

    /// <summary><c>V4L2_CTRL_FLAG_NEXT_CTRL</c>: asks for the control after the number.</summary>
    public const uint NextControl = 0x80000000;

    /// <summary><c>V4L2_CTRL_TYPE_CTRL_CLASS</c>: no control but the name of those that follow.</summary>
    public const uint ClassType = 6;

    /// <summary>Errors of <c>errno.h</c>: no such number, device is gone, another program uses the control.</summary>
    public const int InvalidArgument = 22, NoSuchDevice = 19, Busy = 16;

    const uint Disabled = 1, Grabbed = 2, ReadOnly = 4, Update = 8, Inactive = 0x10, WriteOnly = 0x40, HasPayload = 0x100;

    const int TextSize = 32, ValueOffset = 12, PointerOffset = 24;

    /// <summary>All controls that have one number as their value.</summary>
    /// <exception cref="IOException">The driver fails.</exception>
    public static List<CameraControl> List(IControlDevice device)
    {
        var (controls, group) = (new List<CameraControl>(), "");
        Span<byte> query = stackalloc byte[QuerySize];
        for (uint id = 0; ; id = BinaryPrimitives.ReadUInt32LittleEndian(query))
        {
            query.Clear();
            BinaryPrimitives.WriteUInt32LittleEndian(query, id | NextControl);
            var error = device.Call(Query, query);
            if (error == InvalidArgument) return controls; // there are no more
            if (error != 0) throw Failure("its controls cannot be listed", error);
            var (type, flags) = (BinaryPrimitives.ReadUInt32LittleEndian(query[4..]), BinaryPrimitives.ReadUInt32LittleEndian(query[72..]));
            if (type == ClassType) group = Text(query.Slice(8, TextSize));
            else if (Enum.IsDefined((ControlKind)type) && (flags & (Disabled | HasPayload)) == 0) controls.Add(Read(device, query, group, flags));
        }
    }

    /// <summary>Sets a control.</summary>
    /// <returns>0, or the system's error number.</returns>
    public static int Write(IControlDevice device, CameraControl control, long value) => Exchange(device, Set, control.Id, control.Kind, ref value);

    /// <summary>A failure with what to do.</summary>
    public static IOException Failure(string what, int error) => new(
        $"Camera: {what}: {(error == Busy ? "another program holds it" : error == NoSuchDevice ? "it is gone" : Marshal.GetPInvokeErrorMessage(error))}.");

    /// <summary>The name of a control as v4l2-ctl writes it: letters and digits, everything between them one underscore.</summary>
    public static string NameOf(string label)
    {
        var name = new StringBuilder();
        foreach (var letter in label)
        {
            if (char.IsAsciiLetterOrDigit(letter)) name.Append(char.ToLowerInvariant(letter));
            else if (name.Length > 0 && name[^1] != '_') name.Append('_');
        }

        return name.ToString().TrimEnd('_');
    }

    static CameraControl Read(IControlDevice device, ReadOnlySpan<byte> query, string group, uint flags)
    {
        var (id, kind) = (BinaryPrimitives.ReadUInt32LittleEndian(query), (ControlKind)BinaryPrimitives.ReadUInt32LittleEndian(query[4..]));
        var (least, most) = (BinaryPrimitives.ReadInt64LittleEndian(query[40..]), BinaryPrimitives.ReadInt64LittleEndian(query[48..]));
        long value = 0;
        var isKnown = kind != ControlKind.Button && (flags & WriteOnly) == 0 && Exchange(device, Get, id, kind, ref value) == 0;
        var label = Text(query.Slice(8, TextSize));
        var menu = kind is ControlKind.Menu or ControlKind.NumberMenu ? Menu(device, id, kind, least, most) : [];
        return new(
            NameOf(label), label, group, kind, least, most, Math.Max(1, BinaryPrimitives.ReadInt64LittleEndian(query[56..])),
            BinaryPrimitives.ReadInt64LittleEndian(query[64..]), isKnown ? value : 0, (flags & Inactive) != 0, (flags & (ReadOnly | Grabbed)) != 0, menu)
        {
            Id = id,
            RulesOthers = (flags & Update) != 0,
        };
    }

    /// <summary>The entries of a menu; numbers that the driver leaves out are none.</summary>
    static List<ControlChoice> Menu(IControlDevice device, uint id, ControlKind kind, long least, long most)
    {
        var choices = new List<ControlChoice>();
        Span<byte> menu = stackalloc byte[MenuSize];
        for (var index = Math.Max(0, least); index <= Math.Min(most, byte.MaxValue); index++)
        {
            menu.Clear();
            BinaryPrimitives.WriteUInt32LittleEndian(menu, id);
            BinaryPrimitives.WriteUInt32LittleEndian(menu[4..], (uint)index);
            if (device.Call(QueryMenu, menu) != 0) continue;
            choices.Add(new(index, kind == ControlKind.Menu
                ? Text(menu.Slice(8, TextSize))
                : BinaryPrimitives.ReadInt64LittleEndian(menu[8..]).ToString(System.Globalization.CultureInfo.InvariantCulture)));
        }

        return choices;
    }

    /// <summary>Reads or writes one control by <c>v4l2_ext_controls</c>, which points to one <c>v4l2_ext_control</c>.</summary>
    static unsafe int Exchange(IControlDevice device, uint request, uint id, ControlKind kind, ref long value)
    {
        byte* control = stackalloc byte[ControlSize];
        Span<byte> one = new(control, ControlSize), all = stackalloc byte[ControlsSize];
        one.Clear();
        all.Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(one, id);
        if (kind == ControlKind.LargeNumber) BinaryPrimitives.WriteInt64LittleEndian(one[ValueOffset..], value);
        else BinaryPrimitives.WriteInt32LittleEndian(one[ValueOffset..], (int)value);
        BinaryPrimitives.WriteUInt32LittleEndian(all[4..], 1); // their number
        BinaryPrimitives.WriteInt64LittleEndian(all[PointerOffset..], (long)control);
        var error = device.Call(request, all);
        value = kind == ControlKind.LargeNumber
            ? BinaryPrimitives.ReadInt64LittleEndian(one[ValueOffset..])
            : BinaryPrimitives.ReadInt32LittleEndian(one[ValueOffset..]);
        return error;
    }

    static string Text(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes[..(bytes.IndexOf((byte)0) is >= 0 and var end ? end : bytes.Length)]);
}
