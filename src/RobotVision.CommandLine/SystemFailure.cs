namespace RobotVision.CommandLine;

/// <summary>Adds what to do to the operating system's errors, whose messages say only what failed.</summary>
static class SystemFailure
{
    // Linux's ENOSPC and EDQUOT, which .NET keeps in HResult.
    const int NoSpaceLeft = 28;
    const int QuotaExceeded = 122;

    /// <summary>What failed and what to do, in one line.</summary>
    public static string Describe(Exception exception)
    {
        var message = exception.Message;
        if (exception is UnauthorizedAccessException || exception.InnerException is UnauthorizedAccessException)
            return $"{message} Give this user the permission, or name another place.";
        // A message that ends with a stop is our own and says already what to do.
        return IsDiskFull(exception) && !message.EndsWith('.') ? $"{message}. Free some space, or write elsewhere." : message;
    }

    static bool IsDiskFull(Exception exception) =>
        exception.HResult is NoSpaceLeft or QuotaExceeded || (exception.InnerException is { } inner && IsDiskFull(inner));
}
