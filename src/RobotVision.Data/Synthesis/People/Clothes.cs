using System.Numerics;
using RobotVision.Data.Randomness;
using RobotVision.Data.Synthesis.Surfaces;

namespace RobotVision.Data.Synthesis.People;

/// <summary>The clothes, skin and hair of a person.</summary>
/// <param name="Shirt">The trunk.</param>
/// <param name="Sleeves">The upper arms.</param>
/// <param name="Forearms">The forearms: skin or cloth.</param>
/// <param name="Trousers">The hips and thighs.</param>
/// <param name="Shins">The shins: skin or cloth.</param>
/// <param name="Shoes">The shoes.</param>
/// <param name="Soles">The soles of the shoes.</param>
/// <param name="Skin">Face and hands.</param>
/// <param name="Hair">The hair.</param>
readonly record struct Clothes(
    Material Shirt, Material Sleeves, Material Forearms, Material Trousers, Material Shins, Material Shoes, Material Soles, Material Skin, Material Hair)
{
    /// <summary>Draws clothes: mostly black, blue or white; some bare legs, some referees in yellow.</summary>
    public static Clothes Random(SceneRandom random)
    {
        var salt = (uint)random.NextBits();
        var skin = random.Pick(new Vector3(0.85f, 0.65f, 0.52f), new(0.7f, 0.5f, 0.38f), new(0.45f, 0.3f, 0.2f), new(0.9f, 0.72f, 0.62f));
        var flesh = Material.Mottled(skin, skin * 0.85f, 0.05f, salt);
        var trousers = random.Chance(0.4f) ? new Vector3(0.13f, 0.18f, 0.32f) * random.Range(0.5f, 1.6f)
            : random.Chance(0.65f) ? random.Grey(0.02f, 0.16f) : random.Hue(0.3f, random.Range(0.3f, 0.8f));
        var roll = random.Next();
        var shirt = roll < 0.45f ? random.Grey(0.02f, 0.14f)
            : roll < 0.6f ? random.Grey(0.65f, 0.95f)
            : roll < 0.68f ? new Vector3(0.95f, 0.85f, 0.12f) * random.Range(0.8f, 1.05f) : random.Hue(0.8f, random.Range(0.3f, 0.9f));
        var shoe = random.Chance(0.4f) ? random.Grey(0.75f, 0.98f)
            : random.Chance(0.6f) ? random.Grey(0.03f, 0.15f) : new Vector3(0.3f, 0.16f, 0.09f) * random.Range(0.6f, 1.5f);
        var cloth = Material.Mottled(shirt, shirt * 0.7f, 0.15f, salt);
        var lower = Material.Mottled(trousers, trousers * 0.65f, 0.12f, salt + 1);
        var isShort = random.Chance(0.15f);
        return new(
            cloth, cloth, random.Chance(0.45f) ? flesh : cloth, lower, isShort ? flesh : lower, Material.Mottled(shoe, shoe * 0.8f, 0.04f, salt + 2),
            Material.Plain(random.Chance(0.5f) ? new Vector3(0.1f) : new(0.85f)), flesh,
            Material.Plain(random.Grey(0.03f, 0.35f) * new Vector3(1, 0.85f, 0.7f)));
    }
}
