using System.Text.Json.Serialization;

namespace RobotVision.Data.Synthesis.Surfaces;

/// <summary>The families of ball patterns.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<BallPatternKind>))]
public enum BallPatternKind
{
    /// <summary>Twelve dark pentagons, seams of hexagons.</summary>
    Pentagons,

    /// <summary>Few ragged dark panels with grey mosaic edges, as on balls of 2018.</summary>
    Mosaic,

    /// <summary>Twelve five-pointed stars.</summary>
    Stars,

    /// <summary>Meridians in several colours, a beach ball.</summary>
    Segments,

    /// <summary>Rings of latitude.</summary>
    Rings,

    /// <summary>Twenty round dots.</summary>
    Dots,

    /// <summary>One colour, faint seams.</summary>
    Plain,

    /// <summary>Curved bands of a volleyball.</summary>
    Volley,

    /// <summary>Six coloured caps on a light ball.</summary>
    Caps,

    /// <summary>Waving ribbons.</summary>
    Ribbons,

    /// <summary>Curved triads around open circles, as on balls of the 1980s.</summary>
    Triads,

    /// <summary>Blotches of noise.</summary>
    Blotches,

    /// <summary>Eight octants in turn.</summary>
    Octants,

    /// <summary>The curved seam of a tennis ball.</summary>
    Tennis,

    /// <summary>Six dark triangles and thin strokes between them.</summary>
    Triangles,

    /// <summary>Two of the others laid over each other.</summary>
    Mixed,
}
