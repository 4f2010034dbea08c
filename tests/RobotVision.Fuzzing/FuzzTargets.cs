using System.Buffers;
using System.Text;
using System.Text.Json;
using Google.Protobuf;
using RobotVision.Cameras;
using RobotVision.Data.Exchange;
using RobotVision.Data.Formats;
using RobotVision.Geometry;
using RobotVision.Inference;
using RobotVision.Mcap;
using RobotVision.Pipeline;
using RobotVision.Poses;
using RobotVision.Publishing;
using RobotVision.Testing;
using RobotVision.Training.Graph.Format;
using RobotVision.Training.Network;
using RobotVision.Training.Recipes;
using RobotVision.Video;

namespace RobotVision.Fuzzing;

/// <summary>All targets. Files are written to a folder in memory that they share: one target at a time.</summary>
public sealed class FuzzTargets : IDisposable
{
    const int Width = 640, Height = 480;

    readonly TemporaryFolder _folder = new();
    readonly DataYaml _yaml;

    /// <summary>Prepares the folder.</summary>
    public FuzzTargets()
    {
        _ = Coverage.Shared;
        _yaml = DataYaml.Load(_folder.Write("set/data.yaml", DataSetText));
        All =
        [
            OfText("data-yaml", file => DataYaml.Load(file),
                ["names", "map", "unlabelled", "extra", "foot", "minimum", "format", "annotations", "nc", "path"],
                DataSetText, "names:\n  0: 'ball'\n  1: person\nmap: { person: obstacle }\nunlabelled: [line_l]\nextra: [cone]\nminimum: { ball: 6 }\n"),
            OfText("yolo", file => YoloLabelFile.Read(file, _yaml, Width, Height), [],
                "0 0.5 0.5 0.1 0.1\n1 .25 0.25 0.2 0.4\n", "0 0.1 0.1 0.2 0.1 0.2 0.3\n"),
            OfText("voc", file => VocFile.Read(file, _yaml, Width, Height),
                ["<object>", "</object>", "<bndbox>", "<!DOCTYPE a [<!ENTITY b 'c'>]>", "&b;"],
                VocText),
            OfText("coco", file => CocoFile.Read(file, _yaml), ["\"images\"", "\"annotations\"", "\"bbox\"", "\"iscrowd\"", "\"keypoints\""], CocoText),
            OfText("torso", file => TorsoFile.Read(file, _yaml), ["annotations", "vector", "pose", "metadata", "in_image"], TorsoText),
            OfText("video-labels", file => NimbroLabels.Load(file), ["\"frames\"", "\"balls\"", "null"], VideoText),
            OfText("tools.json", file => ExchangeFormats.Read(file, null, _ => { }),
                ["\"shapes\"", "\"points\"", "\"result\"", "\"annotations\"", "\"bbox\"", "\"rotation\""], LabelmeText, LabelStudioText, CocoText,
                CreateMlText, ViaText),
            OfText("tools.csv", file => ExchangeFormats.Read(file, null, _ => { }),
                ["\"", "\"\"", "xmin", "class", "region_shape_attributes"], CsvText, ViaCsvText),
            OfText("tools.xml", file => ExchangeFormats.Read(file, null, _ => { }),
                ["<image", "<box", "<polygon", "points=", "rotation=", "<object>", "<!DOCTYPE a [<!ENTITY b 'c'>]>"], CvatText, VocText),
            OfText("calibration", file => CameraFile.Read(file), ["!!opencv-matrix", "data:", "camera_matrix", "rows: 3", "dt: d"], Calibration(_folder)),
            OfText("poses", file => PoseFile.Read(file), [], PoseMessage.ToJson(Pose)),
            OfText("recipe", file => TrainingRecipe.Load(file), ["network", "training", "synthetic", "augmentation", "from", "yaml", "seed"], RecipeText),
            OfBytes("pose-message", bytes => PoseMessage.Parse(bytes), exception => exception is FormatException,
                PoseMessage.ToWire(Pose).ToByteArray(), Encoding.UTF8.GetBytes(PoseMessage.ToJson(Pose))),
            OfBytes("result-message", ReadMessage, _ => false, WireMessage.Of(State, 7).ToByteArray(), FrameMessage()),
            OfBytes("model-contract", bytes => ModelContract.Parse(Metadata(bytes), "model.onnx"), exception => exception is InvalidDataException,
                ContractSeed()),
            OfFile("onnx-weights", file => ModelWeights.Read(file), WeightsSeed()),
            OfFile("mcap", ReadMcap, McapSeed(_folder)),
            OfFile("mp4-index", file => Mp4Index.Describe(file), Mp4Seed()),
        ];
    }

    /// <summary>The targets.</summary>
    public IReadOnlyList<FuzzTarget> All { get; }

    /// <inheritdoc/>
    public void Dispose() => _folder.Dispose();

    FuzzTarget OfText(string name, Action<string> read, string[] words, params string[] seeds) =>
        new(name, [.. seeds.Select(Encoding.UTF8.GetBytes)], words, InFile(name, read), IsRefusal);

    FuzzTarget OfFile(string name, Action<string> read, params byte[][] seeds) => new(name, seeds, [], InFile(name, read), IsRefusal);

    static FuzzTarget OfBytes(string name, Action<byte[]> read, Func<Exception, bool> isRefusal, params byte[][] seeds) =>
        new(name, seeds, [], read, isRefusal);

    Action<byte[]> InFile(string name, Action<string> read)
    {
        var file = _folder[$"set/fuzzed-{(name.Contains('.', StringComparison.Ordinal) ? name : name + ".txt")}"];
        return bytes =>
        {
            File.WriteAllBytes(file, bytes);
            read(file);
        };
    }

    /// <summary>A file that cannot be used is refused by a message that names it, or names another one that is not there.</summary>
    static bool IsRefusal(Exception exception) => exception is FileNotFoundException or DirectoryNotFoundException
        || exception is InvalidDataException && exception.Message.Contains("fuzzed-", StringComparison.Ordinal);

    static void ReadMessage(byte[] bytes)
    {
        if (!UdpListener.TryParse(bytes, out var message)) return;
        using var writer = new Utf8JsonWriter(new ArrayBufferWriter<byte>());
        WireReader.Write(writer, message);
    }

    static Dictionary<string, string> Metadata(byte[] bytes) => Encoding.UTF8.GetString(bytes).Split('\n')
        .Select(line => line.Split('=', 2)).Where(parts => parts.Length == 2).DistinctBy(parts => parts[0]).ToDictionary(parts => parts[0], parts => parts[1]);

    static void ReadMcap(string file)
    {
        using var reader = new McapReader(file);
        while (reader.TryRead(out _))
        {
            // Damage is told beside, and does not end the reading.
        }

        McapReader.ReadSummary(file);
    }

    static readonly TimedPose Pose = new(1_500_000, Rotation.FromAngles(0.01, 0.3, -0.2), new(0.1, -0.2, 0.5));

    static readonly PipelineState State = new(DateTimeOffset.UnixEpoch, PipelineStatus.Running, "head", "gone", ExecutionProvider.Cpu, 7, 2, 1)
    {
        Drift = new(true, 0.01, -0.03, 2),
        Unsent = new(9, "no route"),
        Health = new(Health.HealthLevel.Degraded, [new(Health.HealthProblem.Black, "a cap")]),
    };

    static byte[] FrameMessage()
    {
        var frame = new Wire.FrameResult
        {
            Number = 7,
            Source = "head",
            SourceTimeUs = 5,
            CapturedAtUs = 9,
            Width = Width,
            Height = Height,
            Pose = Wire.PoseStatus.Known,
        };
        frame.Detections.Add(new Wire.Detection { Confidence = 0.5f, X1 = 1, Y1 = 2, X2 = 3, Y2 = 4, Track = 3 });
        frame.Features.AddRange(Enumerable.Repeat(0.5f, 40));
        return new Wire.Message { Version = WireMessage.Version, Sequence = 1, Frame = frame }.ToByteArray();
    }

    static readonly ModelContract Contract = new()
    {
        Network = "grid",
        Output = ModelOutput.Grid,
        Thresholds = [.. Enumerable.Repeat(0.5f, Detections.ObjectClasses.Count)],
    };

    static byte[] ContractSeed() => Encoding.UTF8.GetBytes(
        string.Join('\n', Contract.ToMetadata().Select(entry => $"{entry.Key}={entry.Value}")));

    static byte[] WeightsSeed()
    {
        var model = new ModelProto { Graph = new() { Name = "grid" } };
        foreach (var name in new[] { "conv1.weight", "conv1.bias" })
        {
            var tensor = new TensorProto { Name = name, DataType = 1 };
            tensor.Dims.AddRange([2L, 3L]);
            tensor.RawData = ByteString.CopyFrom(new byte[24]);
            model.Graph.Initializer.Add(tensor);
        }

        model.MetadataProps.Add(new StringStringEntryProto { Key = "robotvision.contract", Value = "1" });
        return model.ToByteArray();
    }

    static byte[] McapSeed(TemporaryFolder folder)
    {
        var path = folder["seed.mcap"];
        using (var file = File.Create(path))
        using (var writer = new McapWriter(file, new() { ChunkBytes = 64 }))
        {
            var schema = writer.AddSchema("pose", "jsonschema", "{}"u8);
            var channel = writer.AddChannel(schema, "/poses", "json");
            for (var i = 0; i < 4; i++) writer.WriteMessage(channel, (uint)i, (ulong)i, (ulong)i, "{\"x\":1}"u8);
            writer.Complete();
        }

        return File.ReadAllBytes(path);
    }

    static byte[] Mp4Seed() =>
    [
        0, 0, 0, 16, .. "ftypisom"u8, 0, 0, 2, 0,
        0, 0, 0, 8, .. "free"u8, 0, 0, 0, 1, .. "mdat"u8, 0, 0, 0, 0, 0, 0, 0, 20, 1, 2, 3, 4, 0, 0, 0, 8, .. "moov"u8,
    ];

    static string Calibration(TemporaryFolder folder)
    {
        var file = folder["calibration.yaml"];
        new CameraFile(new PinholeCamera(new(Width, Height, 540, 540, 320, 240), 0.1, -0.2, 0, 0, 0.01)).Write(file);
        return File.ReadAllText(file);
    }

    const string DataSetText = """
        path: .
        train: train.txt
        val: [a.txt, b]
        names: [ball, robot, person, Tor]
        map: { person: ignore_robot, Tor: goalpost }
        nc: 4
        """;

    const string VideoText = """{"width":640,"height":480,"class":"ball","frames":[{"frame":0,"balls":null},{"frame":3,"balls":[[10,20,30.5,40]]}]}""";

    const string VocText = """
        <annotation><filename>a.jpg</filename><size><width>640</width><height>480</height><depth>3</depth></size>
        <object><name>ball</name><difficult>0</difficult><bndbox><xmin>10</xmin><ymin>20</ymin><xmax>30</xmax><ymax>40</ymax></bndbox></object></annotation>
        """;

    const string CocoText = """
        {"images":[{"id":1,"file_name":"a.jpg","width":640,"height":480}],
        "categories":[{"id":1,"name":"ball"},{"id":2,"name":"robot"},{"id":3,"name":"person"},{"id":4,"name":"Tor"}],
        "annotations":[{"id":1,"image_id":1,"category_id":1,"bbox":[10,20,30.5,40],"area":1220,"iscrowd":0,"segmentation":[[1,2,3,4,5,6]]}]}
        """;

    const string TorsoText = """
        images:
          a.jpg:
            width: 640
            height: 480
            annotations:
            - {type: ball, in_image: true, blurred: false, concealed: false, vector: [[10, 20], [30, 40]]}
        """;

    const string LabelmeText = """
        {"version":"5.0","flags":{},"shapes":[{"label":"ball","points":[[10,20],[30,40]],"shape_type":"rectangle","flags":{}}],"imagePath":"a.jpg",
        "imageData":null,"imageHeight":480,"imageWidth":640}
        """;

    const string CvatText = """
        <annotations><version>1.1</version><image id="0" name="a.jpg" width="640" height="480">
        <box label="ball" xtl="10" ytl="20" xbr="30" ybr="40" occluded="0"></box><polygon label="robot" points="1,2;3,4;5,6"></polygon></image></annotations>
        """;

    const string LabelStudioText = """
        [{"id":1,"data":{"image":"/data/a.jpg"},"annotations":[{"result":[{"type":"rectanglelabels","original_width":640,"original_height":480,
        "value":{"x":10,"y":20,"width":5,"height":6,"rotation":0,"rectanglelabels":["ball"]}}]}]}]
        """;

    const string CreateMlText = """[{"image":"a.jpg","annotations":[{"label":"ball","coordinates":{"x":5,"y":6,"width":7,"height":8}}]}]""";

    const string ViaText = """
        {"a":{"filename":"a.jpg","regions":[{"shape_attributes":{"name":"polygon","all_points_x":[1,9,5],"all_points_y":[2,4,30]},
        "region_attributes":{"class":{"ball":true}}},
        {"shape_attributes":{"name":"ellipse","cx":5,"cy":4,"rx":1,"ry":5,"theta":1},"region_attributes":{"a":"b"}}]}}
        """;

    const string CsvText = "filename,width,height,class,xmin,ymin,xmax,ymax\n\"a,1.jpg\",200,100,ball,10,20,30.5,40\nb.jpg,200,100,,,,,\n";

    const string ViaCsvText = """"
        filename,region_shape_attributes,region_attributes
        a.jpg,"{""name"":""rect"",""x"":10,""y"":20,""width"":30,""height"":40}","{""class"":""ball""}"
        """";

    const string RecipeText = """
        network: grid
        width: 0.5
        training: { seed: 1, batch_size: 8, steps: 100, learning_rate: 0.002 }
        augmentation: { maximum_shift: 0.2 }
        data:
          - synthetic: { seed: 1, count: 100, without_patterns: [triads] }
            weight: 0.7
          - yaml: data/a.yaml
            split: train
        """;
}
