using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using RobotVision.Teaching;

namespace RobotVision.Tools.Teach;

/// <summary>What the page of <c>robotvision teach</c> asks the program besides what it asks when tagging.</summary>
/// <param name="teacher">The teaching.</param>
sealed class TeachEndpoints(Teacher teacher)
{
    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>Maps the endpoints.</summary>
    public void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/teaching", Answer);
        api.MapPost("/teaching/train", context => Do(context, teacher.TrainNow));
        api.MapPost("/teaching/pause", context => Do(context, teacher.Pause));
        api.MapPost("/teaching/take/{number:int}", context => Do(context, () => teacher.Take(
            int.Parse((string)context.GetRouteValue("number")!, System.Globalization.CultureInfo.InvariantCulture))));
    }

    Task Do(HttpContext context, Action action)
    {
        action();
        return Answer(context);
    }

    Task Answer(HttpContext context) => context.Response.WriteAsJsonAsync(teacher.Status, Json, context.RequestAborted);
}
