using System.Numerics;
using RobotVision.Data.Randomness;
using RobotVision.Data.Synthesis.Bodies;
using RobotVision.Data.Synthesis.Objects;
using RobotVision.Data.Synthesis.People;
using RobotVision.Data.Synthesis.Robots;
using RobotVision.Data.Synthesis.Scenes;
using RobotVision.Detections;

namespace RobotVision.Data.Synthesis.Placement;

/// <summary>Places robots, people and things on the field and around it. Not thread-safe.</summary>
/// <param name="scene">The scene.</param>
/// <param name="random">The scene's random numbers.</param>
/// <param name="places">The places of the scene.</param>
/// <param name="families">The families of robots that may be shown.</param>
/// <param name="view">The kind of camera.</param>
sealed class Population(SceneRecipe scene, SceneRandom random, Places places, RobotFamilies families, Viewpoint view)
{
    readonly ulong _team = random.NextBits(), _otherTeam = random.NextBits();
    readonly List<RobotSite> _robots = [];

    /// <summary>The robots, nearest to the list's end last.</summary>
    public IReadOnlyList<RobotSite> Robots => _robots;

    /// <summary>Adds everything.</summary>
    public void AddAll()
    {
        AddPlayers();
        AddPeople();
        for (var i = random.Chance(0.3f) ? random.NextInt32(1, 3) : 0; i > 0; i--)
            if (places.TryInView(0, 0.8f, 7, out var place)) Clutter.AddObstacle(scene, scene.Add(ObjectClass.Obstacle), random, place);
        if (random.Chance(view switch { Viewpoint.Upper => 0.5f, Viewpoint.Humanoid or Viewpoint.Any => 0.2f, Viewpoint.Msl => 0.1f, _ => 0 })) AddRow();
        AddBystanders();
        AddRoom();
        for (var i = random.Chance(0.5f) ? random.NextInt32(1, 5) : 0; i > 0; i--)
        {
            var place = places.Outside(random.Range(0.1f, 1.5f));
            if (places.IsInRoom(place)) Clutter.AddNearPost(scene, random, place);
        }
    }

    void AddPlayers()
    {
        var reach = view == Viewpoint.Msl ? random.Chance(0.6f) ? 9 : 14 : view == Viewpoint.Upper ? 5.5f : 7;
        var nearest = view is Viewpoint.Low or Viewpoint.Lower ? 0.3f : 0.55f;
        for (var i = random.Chance(0.85f) ? random.NextInt32(1, 6) : 0; i > 0; i--)
        {
            if (!places.TryInView(0.05f, nearest, reach, out var place) || places.IsTaken(place)) continue;
            var held = random.Chance(view is Viewpoint.Upper or Viewpoint.Lower ? 0.08f : 0.03f);
            var yaw = random.Range(0, 6.28f);
            AddRobot(place, yaw, held ? Stance.Held : Stance.Any);
            if (!held) continue;
            // A person behind it holds it by the shoulders.
            var person = place - new Vector2(MathF.Cos(yaw), MathF.Sin(yaw)) * random.Range(0.25f, 0.45f);
            if (Vector2.Distance(person, places.Eye) < 0.5f) continue;
            Person.Add(scene, scene.Add(ObjectClass.Obstacle), new(random.NextBits()), person, yaw, random.Chance(0.5f) ? Doing.Bending : Doing.Kneeling);
            places.Take(person);
        }
    }

    // Always as many of the scene's random numbers, so that the rest of the scene does not depend on the robots' families.
    void AddRobot(Vector2 place, float yaw, Stance stance)
    {
        var family = families.Draw(random, view);
        var (own, pose, roll) = (random.NextBits(), random.NextBits(), random.Next());
        var site = new RobotSite(place, yaw, stance, roll < 0.35f ? _team : roll < 0.6f ? _otherTeam : own, pose);
        places.Take(place);
        _robots.Add(site);
        RobotFamilies.Add(scene, scene.Add(ObjectClass.Robot), family, site);
    }

    // Robots that rest in a row just outside the field or before the wall, half behind each other.
    void AddRow()
    {
        var room = MathF.Max(0.1f, scene.Hall.TurfRoomX - scene.Layout.TurfX - 0.15f);
        var beyond = random.Chance(0.5f) ? random.Range(-0.3f, 0) : random.Range(0, MathF.Min(room, 1));
        var (middle, along, inward) = places.AtSide(beyond, random.Range(-0.4f, 0.4f));
        var stance = random.Chance(0.65f) ? Stance.Squat : random.Chance(0.6f) ? Stance.Sitting : Stance.Any;
        var gap = random.Range(0.28f, 0.6f);
        var count = random.NextInt32(2, 7);
        for (var i = 0; i < count; i++)
        {
            var place = middle + along * ((i - count / 2) * gap + random.Normal() * 0.05f) + new Vector2(random.Normal(), random.Normal()) * 0.06f;
            if (Vector2.Distance(place, places.Eye) < 0.7f || places.IsTaken(place, 0.2f)) continue;
            AddRobot(place, inward + random.Normal() * 0.4f, random.Chance(0.85f) ? stance : Stance.Any);
        }
    }

    void AddPeople()
    {
        var reach = view == Viewpoint.Msl ? 15 : 8;
        var nearest = (view is Viewpoint.Upper or Viewpoint.Low ? 1.3f : 1) * (random.Chance(0.3f) ? 0.55f : 1);
        for (var i = random.Chance(0.5f) ? random.NextInt32(1, 4) : 0; i > 0; i--)
        {
            if (!places.TryInView(0.05f, nearest, reach, out var place) || places.IsTaken(place)) continue;
            var owner = scene.Add(ObjectClass.Obstacle);
            // Often beside a robot.
            if (_robots.Count > 0 && random.Chance(0.25f))
            {
                var beside = _robots[random.NextInt32(0, _robots.Count)].Place;
                var angle = random.Range(0, 6.28f);
                var near = beside + new Vector2(MathF.Cos(angle), MathF.Sin(angle)) * random.Range(0.35f, 0.6f);
                if (Vector2.Distance(near, places.Eye) > 0.6f) place = near;
            }
            places.Take(place);
            Person.Add(scene, owner, new(random.NextBits()), place, random.Range(0, 6.28f), Person.DrawDoing(random, false));
        }
    }

    // People and things beyond the turf may or may not count as obstacles, so their labels are ignored.
    void AddBystanders()
    {
        for (var i = random.NextInt32(0, 8); i > 0; i--)
        {
            var (place, _, inward) = places.AtSide(random.Range(0.2f, 1.5f), random.Range(-0.8f, 0.8f));
            if (!places.IsInRoom(place)) continue;
            var owner = scene.Add(ObjectClass.Obstacle, unclear: true);
            if (random.Chance(0.7f)) Person.Add(scene, owner, new(random.NextBits()), place, inward + random.Normal() * 0.7f, Person.DrawDoing(random, true));
            else Clutter.AddObstacle(scene, owner, random, place);
        }
    }

    // Furniture along the wall in view, more of it in laboratories.
    void AddRoom()
    {
        var beyond = MathF.Min(scene.Hall.TurfRoomX - scene.Layout.TurfX, scene.Hall.TurfRoomY - scene.Layout.TurfY);
        for (var i = random.NextInt32(0, scene.Hall.IsLaboratory ? 9 : 4); i > 0; i--)
        {
            var (place, _, inward) = places.AtSide(MathF.Max(0.2f, random.Chance(0.7f) ? beyond - 0.2f : random.Range(0.2f, 2)), random.Range(-0.9f, 0.9f));
            if (Vector2.Distance(place, places.Eye) < 1) continue;
            Furniture.Add(scene, scene.Add(ObjectClass.Obstacle, unclear: true), new(random.NextBits()), place, inward + random.Normal() * 0.1f);
        }
    }
}
