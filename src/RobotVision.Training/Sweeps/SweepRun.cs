using System.Security.Cryptography;
using System.Text;
using RobotVision.Training.Recipes;

namespace RobotVision.Training.Sweeps;

/// <summary>One training of a sweep. Its name is the digest of its recipe: the same recipe is the same run, wherever it stands in a plan.</summary>
/// <param name="Setting">What is varied.</param>
/// <param name="Seed">The seed.</param>
/// <param name="Tree">The recipe's file.</param>
/// <param name="Recipe">The recipe.</param>
/// <param name="Folder">The folder that paths begin at for the digest, so that it is the same on another machine.</param>
sealed record SweepRun(SweepSetting Setting, ulong Seed, RecipeTree Tree, TrainingRecipe Recipe, string Folder)
{
    /// <summary>The run's name and that of its folder.</summary>
    public string Name { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Tree.ToText(Folder))))[..10];
}
