using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using RobotVision.Controls;

namespace RobotVision.Testing;

/// <summary>
/// A stand-in for the control interface of a USB camera's driver, byte by byte as the kernel has it: automatic exposure that rules the exposure time, a menu
/// with holes, a menu of numbers, a button, a control of 64 bits, and controls that have no number or are switched off.
/// </summary>
sealed class CameraDriver
{
    const uint Update = 8, Inactive = 0x10, ReadOnly = 4, Payload = 0x100, Disabled = 1;

    readonly List<Control> _controls =
    [
        new(0x00980001, 6, "User Controls"),
        new(0x00980900, 1, "Brightness", -64, 64, 1, 0),
        new(0x0098090c, 2, "White Balance, Automatic", 0, 1, 1, 1) { Flags = Update },
        new(0x0098091a, 1, "White Balance Temperature", 2800, 6500, 10, 4600),
        new(0x00980913, 1, "Gain", 0, 100, 1, 10),
        new(0x00980924, 7, "Firmware") { Flags = Payload },
        new(0x009a0001, 6, "Camera Controls"),
        new(0x009a0901, 3, "Auto Exposure", 0, 3, 1, 3, "", "Manual Mode", "", "Aperture Priority Mode") { Flags = Update },
        new(0x009a0902, 1, "Exposure Time, Absolute", 3, 2047, 1, 250),
        new(0x009a090a, 9, "Rate Limit", 0, 2, 1, 0, "15", "30", "60"),
        new(0x009a0990, 4, "Focus, Once"),
        new(0x009a0991, 5, "Exposure, Fine", 0, 1L << 40, 1, 5),
        new(0x009a0992, 1, "Temperature", 0, 100, 1, 40) { Flags = ReadOnly },
        new(0x009a0993, 1, "Broken", 0, 1, 1, 0) { Flags = Disabled },
    ];

    /// <summary>Whether the camera is there.</summary>
    public bool IsThere { get; set; } = true;

    /// <summary>The names of the controls that were set, in their order.</summary>
    public List<string> Written { get; } = [];

    /// <summary>The value of a control, by the driver's name.</summary>
    public long this[string name] => Find(name).Value;

    /// <summary>What the camera does when it is plugged in again.</summary>
    public void Forget() => _controls.ForEach(control => control.Value = control.Default);

    /// <summary>Opens it; null while it is away.</summary>
    public IControlDevice? Open() => IsThere ? new Device(this) : null;

    Control Find(string name) => _controls.Single(control => control.Name == name);

    uint FlagsOf(Control control) => control.Flags | (control.Name switch
    {
        "Exposure Time, Absolute" when this["Auto Exposure"] != 1 => Inactive,
        "White Balance Temperature" when this["White Balance, Automatic"] != 0 => Inactive,
        _ => 0,
    });

    int Query(Span<byte> query)
    {
        var after = BinaryPrimitives.ReadUInt32LittleEndian(query) & ~ControlRequests.NextControl;
        var ordered = _controls.OrderBy(control => control.Id).ToList();
        if (ordered.Find(control => control.Id > after) is not { } next) return ControlRequests.InvalidArgument;
        query.Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(query, next.Id);
        BinaryPrimitives.WriteUInt32LittleEndian(query[4..], next.Type);
        Encoding.UTF8.GetBytes(next.Name, query[8..39]);
        BinaryPrimitives.WriteInt64LittleEndian(query[40..], next.Minimum);
        BinaryPrimitives.WriteInt64LittleEndian(query[48..], next.Maximum);
        BinaryPrimitives.WriteInt64LittleEndian(query[56..], next.Step);
        BinaryPrimitives.WriteInt64LittleEndian(query[64..], next.Default);
        BinaryPrimitives.WriteUInt32LittleEndian(query[72..], FlagsOf(next));
        return 0;
    }

    int QueryMenu(Span<byte> menu)
    {
        var (id, index) = (BinaryPrimitives.ReadUInt32LittleEndian(menu), BinaryPrimitives.ReadInt32LittleEndian(menu[4..]));
        var control = _controls.Single(one => one.Id == id);
        if (index >= control.Menu.Length || control.Menu[index].Length == 0) return ControlRequests.InvalidArgument;
        if (control.Type == 3) Encoding.UTF8.GetBytes(control.Menu[index], menu[8..39]);
        else BinaryPrimitives.WriteInt64LittleEndian(menu[8..], long.Parse(control.Menu[index], System.Globalization.CultureInfo.InvariantCulture));
        return 0;
    }

    int Exchange(Span<byte> all, bool writes)
    {
        if (BinaryPrimitives.ReadInt32LittleEndian(all[4..]) != 1) return ControlRequests.InvalidArgument;
        var pointer = (nint)BinaryPrimitives.ReadInt64LittleEndian(all[24..]);
        var control = _controls.Single(one => one.Id == (uint)Marshal.ReadInt32(pointer));
        if (!writes)
        {
            if (control.Type == 5) Marshal.WriteInt64(pointer + 12, control.Value);
            else Marshal.WriteInt32(pointer + 12, (int)control.Value);
            return 0;
        }

        if ((FlagsOf(control) & Inactive) != 0) return ControlRequests.Busy; // some drivers are that strict
        control.Value = control.Type == 5 ? Marshal.ReadInt64(pointer + 12) : Marshal.ReadInt32(pointer + 12);
        Written.Add(control.Name);
        return 0;
    }

    sealed class Control(uint id, uint type, string name, long minimum = 0, long maximum = 0, long step = 1, long initial = 0, params string[] menu)
    {
        public uint Id => id;

        public uint Type => type;

        public string Name => name;

        public long Minimum => minimum;

        public long Maximum => maximum;

        public long Step => step;

        public long Default { get; } = initial;

        public string[] Menu => menu;

        public uint Flags { get; init; }

        public long Value { get; set; } = initial;
    }

    sealed class Device(CameraDriver driver) : IControlDevice
    {
        public int Call(uint request, Span<byte> argument) => (request, argument.Length) switch
        {
            (0xC0E85667, 232) => driver.Query(argument),
            (0xC02C5625, 44) => driver.QueryMenu(argument),
            (0xC0205647, 32) => driver.Exchange(argument, writes: false),
            (0xC0205648, 32) => driver.Exchange(argument, writes: true),
            _ => 25, // ENOTTY: no such request
        };

        public void Dispose()
        {
            // There is nothing to close.
        }
    }
}
