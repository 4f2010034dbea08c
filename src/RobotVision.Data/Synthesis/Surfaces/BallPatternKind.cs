using System.Text.Json.Serialization;

namespace RobotVision.Data.Synthesis.Surfaces;

/// <summary>The kinds of ball patterns; a kind's name is its name in recipes.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<BallPatternKind>))]
public enum BallPatternKind
{
    /// <summary>Twelve dark pentagons, seams of hexagons.</summary>
    Pentagons,

    /// <summary>A few ragged dark panels with grey mosaic edges, as on balls of 2018.</summary>
    Mosaic,

    /// <summary>Twelve five-pointed stars.</summary>
    Stars,

    /// <summary>Segments between meridians in several colours, as on a beach ball.</summary>
    Segments,

    /// <summary>Rings along the parallels.</summary>
    Rings,

    /// <summary>Twenty round dots.</summary>
    Dots,

    /// <summary>One colour, faint seams.</summary>
    Plain,

    /// <summary>Curved bands of a volleyball.</summary>
    Volley,

    /// <summary>Six coloured caps on a light ball.</summary>
    Caps,

    /// <summary>Wavy ribbons.</summary>
    Ribbons,

    /// <summary>Curved triads around open circles, as on balls of the 1980s.</summary>
    Triads,

    /// <summary>Blotches of noise.</summary>
    Blotches,

    /// <summary>Eight octants in alternating colours.</summary>
    Octants,

    /// <summary>The curved seam of a tennis ball.</summary>
    Tennis,

    /// <summary>Six dark triangles and thin strokes between them.</summary>
    Triangles,

    /// <summary>Curved ribbons that wind around six points, as on balls of 2014.</summary>
    Propellers,

    /// <summary>Four panels with waves of their own colours, as on balls of the 2020s.</summary>
    Waves,

    /// <summary>Two of the others laid over each other.</summary>
    Mixed,
}
