using Microsoft.AspNetCore.Routing;

namespace RobotVision.Onboard.Live;

/// <summary>Something that a live page can do in some runs only: the page asks <c>GET /api/live/extras</c> which there are.</summary>
public interface ILiveExtra
{
    /// <summary>Its name, by which the page knows it.</summary>
    string Name { get; }

    /// <summary>What it works on, for people, such as a file's name; never empty.</summary>
    string Target { get; }

    /// <summary>Maps its endpoints.</summary>
    void Map(IEndpointRouteBuilder api);
}
