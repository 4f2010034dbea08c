using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using RobotVision.Classroom.Curves;
using RobotVision.Classroom.Digits;
using RobotVision.Classroom.Layers;
using RobotVision.Classroom.Neurons;
using RobotVision.Classroom.Playground;

namespace RobotVision.Tools.Classroom;

/// <summary>
/// What the page of <c>robotvision classroom</c> asks the program. A lesson begins with a POST of its options, which answers its number, and goes on with
/// each POST to that number, which answers its state: it works only while a page asks for more.
/// </summary>
/// <param name="lessons">The lessons that are open.</param>
sealed class ClassroomEndpoints(OpenLessons lessons)
{
    const int MostSteps = 100, MostEpochs = 200, MostExamples = 100; // of one request, which others of the lesson wait for

    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        RespectNullableAnnotations = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    /// <summary>Maps the endpoints.</summary>
    public void Map(IEndpointRouteBuilder api)
    {
        Map<PerceptronLesson, PerceptronOptions, StepsMessage>(
            api, "perceptron", options => new(options), (lesson, message) => lesson.Advance(Steps(message.Steps)));
        Map<BackPropagationLesson, BackPropagationOptions, EpochsMessage>(
            api, "backpropagation", options => new(options), (lesson, message) => lesson.Advance(Steps(message.Epochs), message.UntilLearned));
        Map<PlaygroundLesson, PlaygroundOptions, PlaygroundMessage>(
            api, "playground", options => new(options), (lesson, message) => message.Epochs is { } epochs
                ? lesson.Advance(Math.Clamp(epochs, 0, MostEpochs), message.Tuning ?? new()) : lesson.Scene);
        Map<DigitLesson, DigitOptions, DigitMessage>(
            api, "digits", options => new(options), (lesson, message) => message.Examples is { } examples
                ? lesson.Examples(Math.Clamp(examples, 0, MostExamples)) : lesson.Advance(Math.Clamp(message.Steps, 0, MostSteps), message.Strokes));
        Map<CurveLesson, CurveOptions, StepsMessage>(
            api, "curves", options => new(options), (lesson, message) => lesson.Advance(Math.Clamp(message.Steps, 0, MostSteps)));
        api.MapPost("/classroom/convolution", async context =>
            await Answer(context, ConvolutionLesson.Compute(await ReadAsync<ConvolutionOptions>(context).ConfigureAwait(false))).ConfigureAwait(false));
        api.MapGet("/classroom/networks/{name}", context => Answer(context, NetworkTable.Of((string)context.GetRouteValue("name")!)));
    }

    void Map<TLesson, TOptions, TAdvance>(
        IEndpointRouteBuilder api, string name, Func<TOptions, TLesson> begin, Func<TLesson, TAdvance, object> advance) where TLesson : class
    {
        api.MapPost($"/classroom/{name}", async context =>
        {
            var options = await ReadAsync<TOptions>(context).ConfigureAwait(false);
            await Answer(context, new { Number = lessons.Add(begin(options)) }).ConfigureAwait(false);
        });
        api.MapPost($"/classroom/{name}/{{number:int}}", async context =>
        {
            var number = int.Parse((string)context.GetRouteValue("number")!, CultureInfo.InvariantCulture);
            var message = await ReadAsync<TAdvance>(context).ConfigureAwait(false);
            await Answer(context, lessons.Use<TLesson, object>(number, lesson => advance(lesson, message))).ConfigureAwait(false);
        });
    }

    static int Steps(int wanted) => Math.Clamp(wanted, 0, 100_000);

    static async Task<T> ReadAsync<T>(HttpContext context)
    {
        try
        {
            return await context.Request.ReadFromJsonAsync<T>(Json, context.RequestAborted).ConfigureAwait(false)
                ?? throw new InvalidDataException("Expected options, found nothing.");
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"Expected options as this page sends them, found other JSON: {exception.Message}", exception);
        }
    }

    static Task Answer(HttpContext context, object answer) => context.Response.WriteAsJsonAsync(answer, answer.GetType(), Json, context.RequestAborted);
}

/// <summary>Goes on with steps.</summary>
/// <param name="Steps">How many.</param>
sealed record StepsMessage(int Steps = 0);

/// <summary>Goes on with epochs.</summary>
/// <param name="Epochs">How many.</param>
/// <param name="UntilLearned">Whether to end as soon as all is learned.</param>
sealed record EpochsMessage(int Epochs = 0, bool UntilLearned = false);

/// <summary>Goes on with epochs, or asks for what stays the same.</summary>
/// <param name="Tuning">How is learned.</param>
/// <param name="Epochs">How many epochs; null for points and features.</param>
sealed record PlaygroundMessage(PlaygroundTuning? Tuning = null, int? Epochs = null);

/// <summary>Goes on with steps and reads a drawing, or asks for examples.</summary>
/// <param name="Steps">How many steps.</param>
/// <param name="Strokes">The drawing; null for none.</param>
/// <param name="Examples">How many examples; null for none.</param>
sealed record DigitMessage(int Steps = 0, PenPoint[][]? Strokes = null, int? Examples = null);
