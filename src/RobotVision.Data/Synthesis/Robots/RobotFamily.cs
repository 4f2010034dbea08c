using System.Text.Json.Serialization;

namespace RobotVision.Data.Synthesis.Robots;

/// <summary>The families of robots that are rendered; a family's name is its name in recipes.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RobotFamily>))]
public enum RobotFamily
{
    /// <summary>NAO of the Standard Platform League, 58 cm.</summary>
    Nao,

    /// <summary>Booster K1 and T1, 0.95 and 1.2 m: smooth shells, a head like a helmet with a dark visor.</summary>
    Booster,

    /// <summary>Unitree G1, 1.3 m: bright metal and black, an egg-shaped head with a dark, round face.</summary>
    Unitree,

    /// <summary>ROBOTIS DARwIn-OP and OP3, 45 to 51 cm: bare servos, or white shells over them.</summary>
    Darwin,

    /// <summary>NimbRo-OP2(X), 1.35 m: printed shells over long limbs.</summary>
    Nimbro,

    /// <summary>Wolfgang-OP, 80 cm: black bars and servos, a cage around the head.</summary>
    Wolfgang,

    /// <summary>Sweaty, 1.6 m: thin limbs of metal, a jersey, a small head.</summary>
    Sweaty,

    /// <summary>Robots like TORO, 1.7 m: cream-white shells over black gaps, a backpack.</summary>
    Toro,

    /// <summary>Robots on two legs of random build: shells, frames and something between.</summary>
    Mixed,

    /// <summary>Middle Size robot: a black base, a tower in cloth, a mirror in a glass tube on top.</summary>
    Tower,

    /// <summary>Middle Size robot: a black cone or pyramid from the base to the top.</summary>
    Cone,

    /// <summary>Middle Size robot: open decks on struts with lamps and boards, a number plate on a mast.</summary>
    Deck,

    /// <summary>Middle Size robot: an open black stalk with a coloured bib.</summary>
    Stalk,

    /// <summary>Middle Size robots of random build: boxes, steps, cloaks, laptops.</summary>
    Cart,

    /// <summary>Small Size League: a cylinder 15 cm high with dots on its lid.</summary>
    Ssl,
}
