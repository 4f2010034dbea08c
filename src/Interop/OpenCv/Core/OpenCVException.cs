namespace OpenCvSharp;

/// <summary>A call of OpenCV failed; the message is OpenCV's, with version, source file, line and condition.</summary>
public class OpenCVException : Exception
{
    /// <summary>Takes over what OpenCV said.</summary>
    internal OpenCVException(ErrorCode status, string message, string funcName, string errMsg, string fileName, int line) : base(message)
    {
        Status = status;
        FuncName = funcName;
        ErrMsg = errMsg;
        FileName = fileName;
        Line = line;
    }

    /// <summary>OpenCV's error code.</summary>
    public ErrorCode Status { get; }

    /// <summary>The C++ function that failed.</summary>
    public string FuncName { get; }

    /// <summary>The condition or the text alone.</summary>
    public string ErrMsg { get; }

    /// <summary>The C++ source file.</summary>
    public string FileName { get; }

    /// <summary>The line in it.</summary>
    public int Line { get; }
}
