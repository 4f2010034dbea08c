namespace RobotVision.Controls;

/// <summary>
/// The controls of a camera: read from its driver, changed, remembered, and set again whenever the camera comes back. The device is opened for each work
/// alone, so that a camera may go and come. Any thread.
/// </summary>
public sealed class CameraControls
{
    readonly Lock _gate = new();
    readonly Func<IControlDevice?> _open;
    readonly Dictionary<string, long> _wanted;
    string[] _problems = [];

    /// <summary>Prepares; the camera need not be there yet.</summary>
    /// <param name="camera">A name that stays the same when the camera comes back, such as <c>/dev/v4l/by-id/usb-head</c>.</param>
    /// <param name="wanted">Values to be set, by the controls' names.</param>
    /// <param name="open">Opens the driver; null where the camera is not there.</param>
    internal CameraControls(string camera, IReadOnlyDictionary<string, long> wanted, Func<IControlDevice?> open) =>
        (Camera, _wanted, _open) = (camera, new(wanted), open);

    /// <summary>The camera's name.</summary>
    public string Camera { get; }

    /// <summary>The values that were asked for so far, by the controls' names; to be saved.</summary>
    public IReadOnlyDictionary<string, long> Wanted
    {
        get
        {
            lock (_gate) return new Dictionary<string, long>(_wanted);
        }
    }

    /// <summary>Which values could not be set when the camera was opened last, and why, a sentence each.</summary>
    public IReadOnlyList<string> Problems => Volatile.Read(ref _problems);

    /// <summary>The controls as they are now; none while the camera is not there, or where it has none.</summary>
    /// <exception cref="IOException">The driver fails.</exception>
    public IReadOnlyList<CameraControl> Read()
    {
        lock (_gate)
        {
            using var device = _open();
            return device is null ? [] : ControlRequests.List(device);
        }
    }

    /// <summary>Sets a control, and again whenever the camera comes back.</summary>
    /// <param name="name">Its name, as in <see cref="CameraControl.Name"/>.</param>
    /// <param name="value">The value; of no meaning for a button.</param>
    /// <exception cref="InvalidDataException">There is no such control, or it does not take the value.</exception>
    /// <exception cref="IOException">The driver refuses it.</exception>
    public void Set(string name, long value)
    {
        lock (_gate)
        {
            using var device = _open() ?? throw new InvalidDataException($"Camera '{Camera}': expected it to be there, found that it is gone.");
            var controls = ControlRequests.List(device);
            var control = controls.Find(one => one.Name == name)
                ?? throw new InvalidDataException($"Control: expected one of {string.Join(", ", controls.Select(one => one.Name))}, found '{name}'.");
            if (control.Problem(value) is { } problem) throw new InvalidDataException($"Control {name}: {problem}.");
            if (ControlRequests.Write(device, control, value) is not 0 and var error) throw ControlRequests.Failure($"'{control.Label}' cannot be set", error);
            if (control.Kind != ControlKind.Button) _wanted[name] = value;
        }
    }

    /// <summary>Sets every control to its default, and forgets what was asked for.</summary>
    /// <exception cref="IOException">The driver fails.</exception>
    public void Reset()
    {
        lock (_gate)
        {
            _wanted.Clear();
            using var device = _open();
            if (device is null) return;
            foreach (var control in InOrder(ControlRequests.List(device)))
                if (control is { IsReadOnly: false, IsInactive: false } && control.Kind != ControlKind.Button)
                    _ = ControlRequests.Write(device, control, control.Default); // one that is refused stays as it is
        }
    }

    /// <summary>Sets what was asked for; to be called whenever the camera was opened. What fails is in <see cref="Problems"/>.</summary>
    public void Apply()
    {
        lock (_gate)
        {
            var problems = new List<string>();
            try
            {
                if (_wanted.Count > 0) ApplyAll(problems);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                problems.Add(exception.Message);
            }

            Volatile.Write(ref _problems, [.. problems]);
        }
    }

    void ApplyAll(List<string> problems)
    {
        using var device = _open();
        if (device is null) return;
        var controls = ControlRequests.List(device);
        foreach (var name in _wanted.Keys.Where(name => !controls.Exists(control => control.Name == name)))
            problems.Add($"Camera '{Camera}': it has no control '{name}'; its controls are {string.Join(", ", controls.Select(one => one.Name))}.");
        foreach (var control in InOrder(controls))
        {
            if (!_wanted.TryGetValue(control.Name, out var value)) continue;
            if (control.Problem(value) is { } problem) problems.Add($"Camera '{Camera}', control {control.Name}: {problem}.");
            else if (ControlRequests.Write(device, control, value) is not 0 and var error && !IsInactiveNow(device, control))
                problems.Add(ControlRequests.Failure($"'{control.Label}' cannot be set", error).Message);
        }
    }

    /// <summary>Those that rule others first: automatic exposure has to be off before its time can be set.</summary>
    static IEnumerable<CameraControl> InOrder(List<CameraControl> controls) => controls.OrderBy(control => control.RulesOthers ? 0 : 1);

    /// <summary>Some drivers refuse what has no effect now: it is no failure.</summary>
    static bool IsInactiveNow(IControlDevice device, CameraControl control) =>
        ControlRequests.List(device).Exists(one => one.Id == control.Id && one.IsInactive);
}
