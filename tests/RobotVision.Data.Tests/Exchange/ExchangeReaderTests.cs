using RobotVision.Data.Exchange;
using RobotVision.Testing;

namespace RobotVision.Data.Tests.Exchange;

public class ExchangeReaderTests
{
    TemporaryFolder _folder = null!;
    List<string> _notes = null!;

    [SetUp]
    public void SetUp() => (_folder, _notes) = (new TemporaryFolder(), []);

    [TearDown]
    public void TearDown() => _folder.Dispose();

    [Test]
    public void Cvat_EveryShape_BecomesABoxOrAPoint()
    {
        var image = Read("a.xml", """
            <?xml version="1.0" encoding="utf-8"?>
            <annotations><version>1.1</version><meta><job><labels/></job></meta>
            <image id="0" name="hall/a.jpg" width="200" height="100">
            <box label="ball" source="manual" occluded="0" xtl="1.5" ytl="2" xbr="11.5" ybr="12" z_order="0"><attribute name="x">1</attribute></box>
            <box label="robot" rotation="90" xtl="10" ytl="20" xbr="50" ybr="40"/>
            <polygon label="goalpost" points="5,6;9.5,30;7,8"/>
            <points label="line_x" points="1,2;3,4"/>
            <ellipse label="ball" cx="50" cy="40" rx="10" ry="5"/>
            <mask label="robot" rle="3, 4" left="7" top="8" width="20" height="30"/>
            <tag label="blurred"/>
            </image></annotations>
            """).Single();
        Assert.That((image.Name, image.Width, image.Height), Is.EqualTo(("hall/a.jpg", 200, 100)));
        Assert.That(image.Objects, Has.Count.EqualTo(7));
        Box(image, 0, "ball", 1.5f, 2, 11.5f, 12);
        Box(image, 1, "robot", 20, 10, 40, 50); // turned about its centre
        Box(image, 2, "goalpost", 5, 6, 9.5f, 30);
        Box(image, 3, "line_x", 1, 2, 1, 2);
        Box(image, 4, "line_x", 3, 4, 3, 4);
        Box(image, 5, "ball", 40, 35, 60, 45);
        Box(image, 6, "robot", 7, 8, 27, 38);
        Assert.That(_notes, Has.Some.Contains("rotated").And.Some.Contains("outlines").And.Some.Contains("masks").And.Some.Contains("'tag'"));
    }

    [Test]
    public void Cvat_TrackOfAVideo_MovesEvenlyBetweenItsKeysAndEndsWhereItIsOutside()
    {
        var images = Read("a.xml", """
            <annotations><version>1.1</version><meta><task><size>6</size><original_size><width>200</width><height>100</height></original_size></task></meta>
            <track id="0" label="ball"><box frame="1" outside="0" keyframe="1" xtl="10" ytl="0" xbr="20" ybr="10"/>
            <box frame="3" outside="0" keyframe="1" xtl="30" ytl="0" xbr="40" ybr="10"/>
            <box frame="4" outside="1" keyframe="1" xtl="30" ytl="0" xbr="40" ybr="10"/></track></annotations>
            """);
        Assert.That(images.Select(image => image.Name), Is.EqualTo(Enumerable.Range(0, 6).Select(i => $"frame_00000{i}")));
        Assert.That(images.Select(image => image.Objects.Count), Is.EqualTo(new[] { 0, 1, 1, 1, 0, 0 }));
        Box(images[2], 0, "ball", 20, 0, 30, 10);
    }

    /// <summary>Numbers in quotation marks, nulls for what is not said, Windows' separators, an outline without a box.</summary>
    [Test]
    public void Coco_AsOtherToolsWriteIt_IsRead()
    {
        var image = Read("a.json", """
            {"images":[{"id":1,"file_name":"hall\\a.jpg","width":"200","height":100,"license":null}],
            "categories":[{"id":"5","name":"ball","supercategory":null}],
            "annotations":[{"id":1,"image_id":1,"category_id":5,"bbox":["10","20.5",30,40],"area":null,"iscrowd":null,
            "segmentation":{"counts":"a","size":[1,2]}},
            {"id":2,"image_id":1,"category_id":5,"segmentation":[[10,10,50,12,50,60]],"iscrowd":0}]}
            """).Single();
        Assert.That(image.Name, Is.EqualTo("hall/a.jpg"));
        Box(image, 0, "ball", 10, 20.5f, 40, 60.5f);
        Box(image, 1, "ball", 10, 10, 50, 60);
    }

    [Test]
    public void Coco_WholeNumbersWithAPointAndFlags_AreRead()
    {
        var image = Read("a.json", """
            {"images":[{"id":1.0,"file_name":"a.jpg","width":200.0,"height":1e2}],"categories":[{"id":5,"name":"ball"},{"id":6,"name":"robot"}],
            "annotations":[{"image_id":1,"category_id":5.0,"bbox":[1,2,3,4],"iscrowd":true},{"image_id":"1","category_id":5,"bbox":[1,2,3,4],"iscrowd":false}]}
            """).Single();
        Assert.That((image.Width, image.Height), Is.EqualTo((200, 100)));
        Assert.That(image.Objects.Select(found => found.Ignore), Is.EqualTo(new[] { true, false }));
        Assert.That(image.LookedFor, Is.EqualTo(new[] { "ball", "robot" }));
    }

    /// <summary>An ellipse of 40 x 8 that stands upright after a quarter turn; CVAT turns clockwise about the middle.</summary>
    [TestCase(90, 46, 20, 54, 60)]
    [TestCase(0, 30, 36, 70, 44)]
    [TestCase(180, 30, 36, 70, 44)]
    public void Cvat_TurnedEllipse_HasTheBoxAroundIt(float degrees, float x1, float y1, float x2, float y2) => Box(Read("a.xml", $"""
        <annotations><image name="a.jpg" width="200" height="100">
        <ellipse label="ball" cx="50" cy="40" rx="20" ry="4" rotation="{degrees}"/></image></annotations>
        """).Single(), 0, "ball", x1, y1, x2, y2);

    /// <summary>Frames 10 to 25 in steps of 5, of which the last two show nothing, as a task and as a job.</summary>
    [TestCase("task")]
    [TestCase("job")]
    public void Cvat_PartOfAVideo_HasItsFramesAndNoOthers(string kind)
    {
        var images = Read("a.xml", $"""
            <annotations><meta><{kind}><size>4</size><start_frame>10</start_frame><stop_frame>25</stop_frame><frame_filter>step=5</frame_filter>
            <labels><label><name>ball</name></label><label><name>robot</name></label></labels></{kind}>
            <original_size><width>200</width><height>100</height></original_size></meta>
            <track id="0" label="ball"><points frame="10" outside="0" points="10,20;30,40"/><points frame="20" outside="1" points="10,20;30,40"/></track>
            <track id="1" label="robot">
            <box frame="10" outside="0" xtl="0" ytl="0" xbr="10" ybr="10"/><box frame="15" outside="0" xtl="4" ytl="0" xbr="14" ybr="10"/>
            <box frame="20" outside="1" xtl="4" ytl="0" xbr="14" ybr="10"/></track></annotations>
            """);
        Assert.That(images.Select(image => image.Name), Is.EqualTo(new[] { "frame_000010", "frame_000015", "frame_000020", "frame_000025" }));
        Assert.That(images.Select(image => image.Objects.Count), Is.EqualTo(new[] { 3, 1, 0, 0 }));
        Assert.That(images[0].LookedFor, Is.EqualTo(new[] { "ball", "robot" }));
    }

    [Test]
    public void Cvat_ShapeWithoutABox_MakesTheImageUnusable()
    {
        var images = Read("a.xml", """
            <annotations><image name="a.jpg" width="200" height="100" subset="Validation"><cuboid label="robot" xtl1="1"/></image>
            <image name="b.jpg" width="200" height="100"><tag label="dark"/></image></annotations>
            """);
        Assert.That(images[0].Unusable, Does.Contain("cuboid"));
        Assert.That(images[0].List, Is.EqualTo("Validation"));
        Assert.That(images[1].Unusable, Is.Null, "a word for the whole image takes nothing away");
    }

    [TestCase("""{"type":"brushlabels","value":{"format":"rle","rle":[1,2],"brushlabels":["ball"]}}""", "brushlabels")]
    [TestCase("""{"id":"a","type":"rectangle","value":{"x":1,"y":2,"width":3,"height":4}}""", "without a label")]
    [TestCase("""{"id":"a","type":"choices","value":{"x":1,"y":2,"width":3,"height":4,"choices":["wet"]}}""", "without a label")]
    public void LabelStudio_RegionThatIsNoObject_MakesTheImageUnusable(string region, string what) => Assert.That(
        Read("a.json", $$"""[{"id":7,"data":{"image":"a.jpg"},"annotations":[{"result":[{{region}}]}]}]""").Single().Unusable, Does.Contain(what));

    [Test]
    public void LabelStudio_RegionInTwoEntriesOrWithTwoLabels_BecomesItsObjects()
    {
        var image = Read("a.json", """
            [{"data":{"image":"s3://bucket/hall/a.jpg"},"annotations":[{"result":[
            {"id":"r","type":"rectangle","original_width":200,"original_height":100,"value":{"x":0,"y":0,"width":5,"height":10}},
            {"id":"r","type":"rectanglelabels","original_width":200,"original_height":100,"value":{"x":0,"y":0,"width":5,"height":10,
            "rectanglelabels":["ball","robot"]}},{"id":"r","type":"choices","value":{"x":0,"y":0,"width":5,"height":10,"choices":["wet"]}}]}]}]
            """).Single();
        Assert.That((image.Name, image.Unusable), Is.EqualTo(("bucket/hall/a.jpg", (string?)null)));
        Assert.That(image.Objects.Select(found => found.Name), Is.EqualTo(new[] { "ball", "robot" }));
    }

    [Test]
    public void LabelStudio_JsonMin_IsReadAlike()
    {
        var images = Read("a.json", """
            [{"id":1,"annotator":1,"annotation_id":4,"image":"/data/upload/1/0a1b2c3d-a.jpg","label":[
            {"x":10,"y":20,"width":25,"height":50,"rotation":0,"rectanglelabels":["ball"],"original_width":200,"original_height":100},
            {"x":50,"y":25,"width":0.5,"keypointlabels":["line_t"],"original_width":200,"original_height":100}]},
            {"id":2,"annotation_id":5,"image":"b.jpg"}]
            """);
        Box(images[0], 0, "ball", 20, 20, 70, 70);
        Box(images[0], 1, "line_t", 100, 25, 100, 25);
        Assert.That(images[1].Objects, Is.Empty);
    }

    /// <summary>What tells the form stands far behind in the file, which no tool keeps from.</summary>
    [Test]
    public void Read_FieldsBehindALongOne_TellTheFormToo()
    {
        var data = new string('A', 100_000);
        Assert.That(Read("a.json", $$"""{"imageData":"{{data}}","imagePath":"a.png","shapes":[],"version":"5"}""").Single().Name, Is.EqualTo("a.png"));
        Assert.That(Read("b.json", $$"""[{"data":{"image":"a.png","text":"{{data}}"},"annotations":[{"result":[]}]}]""").Single().Name, Is.EqualTo("a.png"));
    }

    [Test]
    public void Voc_DifficultAndPathOfWindows_AreUnderstood()
    {
        var image = Read("a.xml", """
            <annotation><filename>C:\data\a.jpg</filename><object><name>person</name><difficult> 1 </difficult>
            <bndbox><xmin>1</xmin><ymin>1</ymin><xmax>9</xmax><ymax>9</ymax></bndbox></object></annotation>
            """).Single();
        Assert.That(image.Name, Is.EqualTo("C:/data/a.jpg"));
        Assert.That(image.Objects.Single(), Is.EqualTo(new ExchangeObject("person", new(0, 0, 9, 9)) { Ignore = true }));
    }

    [TestCase("""{"image_id":1,"category_id":5}""")]
    [TestCase("""{"image_id":1,"category_id":5,"segmentation":[["a","b"]]}""")]
    [TestCase("""{"image_id":1,"category_id":5,"segmentation":[null]}""")]
    [TestCase("""{"image_id":1,"category_id":5,"bbox":[1,2,3]}""")]
    public void Coco_WithoutABox_IsADamagedFile(string annotation) => Assert.That(
        () => Read("a.json", $$"""
            {"images":[{"id":1,"file_name":"a.jpg","width":200,"height":100}],"categories":[{"id":5,"name":"ball"}],"annotations":[{{annotation}}]}
            """),
        Throws.InstanceOf<InvalidDataException>().With.Message.Contains("a.json"));

    [Test]
    public void LabelStudio_TasksOfAProject_GivePixelsAndLeaveUntaggedOnesOut()
    {
        var images = Read("a.json", """
            [{"id":7,"data":{"image":"/data/upload/3/0a1b2c3d-a.jpg"},"annotations":[{"id":1,"was_cancelled":true,"result":[]},
            {"id":2,"was_cancelled":false,"result":[
            {"type":"rectanglelabels","original_width":200,"original_height":100,
            "value":{"x":10,"y":20,"width":25,"height":50,"rotation":0,"rectanglelabels":["ball"]}},
            {"type":"rectanglelabels","original_width":200,"original_height":100,
            "value":{"x":50,"y":50,"width":10,"height":40,"rotation":90,"rectanglelabels":["robot"]}},
            {"type":"keypointlabels","original_width":200,"original_height":100,"value":{"x":50,"y":25,"width":0.5,"keypointlabels":["line_t"]}},
            {"type":"ellipselabels","original_width":200,"original_height":100,
            "value":{"x":50,"y":50,"radiusX":10,"radiusY":20,"rotation":0,"ellipselabels":["ball"]}},
            {"type":"polygonlabels","original_width":200,"original_height":100,"value":{"points":[[1,2],[5,2],[3,30]],"polygonlabels":["robot"]}},
            {"type":"choices","value":{"choices":["dark"]}}]}],"predictions":[{"result":[]}]},
            {"id":8,"data":{"image":"/data/local-files/?d=hall%2Fb%20c.jpg"},"annotations":[{"result":[]}]},
            {"id":9,"data":{"image":"s3://bucket/x/d.png"},"annotations":[]}]
            """);
        Assert.That(images.Select(image => image.Name), Is.EqualTo(new[] { "data/upload/3/0a1b2c3d-a.jpg", "hall/b c.jpg" }));
        Box(images[0], 0, "ball", 20, 20, 70, 70);
        Box(images[0], 1, "robot", 60, 50, 100, 70); // 20 x 40 turned by 90 degrees about its upper left corner
        Box(images[0], 2, "line_t", 100, 25, 100, 25);
        Box(images[0], 3, "ball", 80, 30, 120, 70);
        Box(images[0], 4, "robot", 2, 2, 10, 30);
        Assert.That(images[0].Objects, Has.Count.EqualTo(5));
        Assert.That(images[1].Objects, Is.Empty);
        Assert.That(_notes, Has.Some.Contains("1 of 3 tasks"));
    }

    [Test]
    public void Labelme_ShapesOfXAnyLabeling_BecomeBoxes()
    {
        var image = Read("a.json", """
            {"version":"2.5.4","flags":{},"checked":true,"shapes":[
            {"label":"ball","score":0.9,"points":[[10,20],[30,20],[30,50],[10,50]],"group_id":null,"shape_type":"rectangle","attributes":{}},
            {"label":"robot","points":[[20,10],[30,20],[20,30],[10,20]],"shape_type":"rotation","direction":0.785},
            {"label":"ball","points":[[50,50],[53,54]],"shape_type":"circle"},
            {"label":"line_l","points":[[7,8]],"shape_type":"point"}],
            "imagePath":"..\\frames\\a.jpg","imageData":"AQID","imageHeight":100,"imageWidth":200}
            """).Single();
        Box(image, 0, "ball", 10, 20, 30, 50);
        Box(image, 1, "robot", 10, 10, 30, 30);
        Box(image, 2, "ball", 45, 45, 55, 55);
        Box(image, 3, "line_l", 7, 8, 7, 8);
        Assert.That((image.Name, image.Picture), Is.EqualTo(("../frames/a.jpg", new byte[] { 1, 2, 3 })));
        Assert.That(_notes.Single(), Does.Contain("'rotation'"));
    }

    [Test]
    public void CreateMl_MiddleAndSize_BecomeBoxes()
    {
        var images = Read("_annotations.createml.json", """
            [{"image":"a.jpg","annotations":[{"label":"Ball","coordinates":{"x":50,"y":40,"width":20,"height":10}},
            {"label":"robot","coordinates":{"x":7.5,"y":8,"width":5,"height":6}}]},{"image":"b.jpg","annotations":[]}]
            """);
        Assert.That(images.Select(image => Path.GetFileName(image.Name)), Is.EqualTo(new[] { "a.jpg", "b.jpg" }));
        Box(images[0], 0, "Ball", 40, 35, 60, 45);
        Box(images[0], 1, "robot", 5, 5, 10, 11);
        Assert.That(images[1].Objects, Is.Empty);
    }

    [TestCase("""{"_via_settings":{},"_via_img_metadata":{0}}""")]
    [TestCase("{0}")]
    public void Via_EveryShape_BecomesABoxOrAPoint(string frame)
    {
        var images = Read("via.json", frame.Replace("{0}", """
            {"a.jpg1234":{"filename":"a.jpg","size":1234,"regions":[
            {"shape_attributes":{"name":"rect","x":10,"y":20,"width":30,"height":40},"region_attributes":{"note":"far","class":"ball"}},
            {"shape_attributes":{"name":"circle","cx":50,"cy":40,"r":10},"region_attributes":{"type":{"robot":true}}},
            {"shape_attributes":{"name":"ellipse","cx":50,"cy":40,"rx":10,"ry":5,"theta":1.5707963},"region_attributes":{"what":"ball"}},
            {"shape_attributes":{"name":"polygon","all_points_x":[1,9,5],"all_points_y":[2,4,30]},"region_attributes":{"label":"goalpost"}},
            {"shape_attributes":{"name":"point","cx":7,"cy":8},"region_attributes":{"name":"line_x"}}],"file_attributes":{}},
            "b.jpg99":{"filename":"b.jpg","size":99,"regions":{"0":{"shape_attributes":{"name":"rect","x":1,"y":2,"width":3,"height":4},
            "region_attributes":{"class":"ball"}}}},"c.jpg7":{"filename":"c.jpg","regions":[]}}
            """, StringComparison.Ordinal));
        Assert.That(images.Select(image => Path.GetFileName(image.Name)), Is.EqualTo(new[] { "a.jpg", "b.jpg", "c.jpg" }));
        Box(images[0], 0, "ball", 10, 20, 40, 60);
        Box(images[0], 1, "robot", 40, 30, 60, 50);
        Box(images[0], 2, "ball", 45, 30, 55, 50); // turned by a quarter
        Box(images[0], 3, "goalpost", 1, 2, 9, 30);
        Box(images[0], 4, "line_x", 7, 8, 7, 8);
        Box(images[1], 0, "ball", 1, 2, 4, 6);
        Assert.That(images[2].Objects, Is.Empty);
        Assert.That(_notes.Single(), Does.Contain("outlines"));
    }

    [TestCase("filename,width,height,class,xmin,ymin,xmax,ymax\n\"a,1.jpg\",200,100,ball,10,20,30.5,40\n\"a,1.jpg\",200,100,robot,1,2,3,4\n"
        + "b.jpg,200,100,,,,,\n", 200)]
    [TestCase("\uFEFFimage_path,x1,y1,x2,y2,label\r\n\"a,1.jpg\",10,20,30.5,40,ball\r\n\"a,1.jpg\",1,2,3,4,robot\r\nb.jpg,,,,,\r\n", 0)]
    [TestCase("\"sets/a,1.jpg\",10,20,30.5,40,ball\n\"sets/a,1.jpg\",1,2,3,4,robot\nsets/b.jpg,,,,,\n", 0)]
    public void Csv_WithAndWithoutHeading_IsRead(string text, int width)
    {
        var images = Read("_annotations.csv", text);
        Assert.That(images.Select(image => (Path.GetFileName(image.Name), image.Width)), Is.EqualTo(new[] { ("a,1.jpg", width), ("b.jpg", width) }));
        Box(images[0], 0, "ball", 10, 20, 30.5f, 40);
        Box(images[0], 1, "robot", 1, 2, 3, 4);
        Assert.That(images[1].Objects, Is.Empty);
    }

    [Test]
    public void Csv_OfVia_HasItsShapes()
    {
        var images = Read("via.csv", """"
            filename,file_size,file_attributes,region_count,region_id,region_shape_attributes,region_attributes
            a.jpg,1234,"{}",1,0,"{""name"":""rect"",""x"":10,""y"":20,""width"":30,""height"":40}","{""class"":""ball""}"
            b.jpg,99,"{}",0,0,"{}","{}"
            """");
        Box(images[0], 0, "ball", 10, 20, 40, 60);
        Assert.That(images[1].Objects, Is.Empty);
    }

    [Test]
    public void Read_TwoFormatsInAFolder_AreNotThrownTogether()
    {
        _folder.Write("_annotations.csv", "filename,class,xmin,ymin,xmax,ymax\na.jpg,ball,1,2,3,4\n");
        _folder.Write("_annotations.createml.json", """
            [{"image":"a.jpg","annotations":[{"label":"ball","coordinates":{"x":2,"y":3,"width":2,"height":2}}]}]
            """);
        _folder.Write("numbers.csv", "step,loss\n1,2\n");
        Assert.That(() => ExchangeFormats.Read(_folder.Path, null, _notes.Add),
            Throws.TypeOf<InvalidDataException>().With.Message.Contains("--from").And.Message.Contains("csv").And.Message.Contains("createml"));
        Box(ExchangeFormats.Read(_folder.Path, ExchangeFormat.Csv, _notes.Add).Single(), 0, "ball", 1, 2, 3, 4);
        Assert.That(_notes.Single(), Does.Contain("2 of 3"));
    }

    [TestCase("a.json", """[{"id":7,"data":{"image":"a.jpg"},"annotations":[{"result":[{"type":"rectanglelabels","value":{"x":"wide"}}]}]}]""", "line 1: ")]
    [TestCase("a.json", """{"shapes":[{"label":"ball","points":[[1]],"shape_type":"rectangle"}],"imagePath":"a.png","version":"5"}""", "shape 1")]
    [TestCase("a.json", """{"version":"5","shapes":[], "imageData":null}""", "imagePath")]
    [TestCase("a.json", """{"images":[{"id":1,"file_name":"a.jpg"}],"annotations":[{"id":3,"image_id":1,"category_id":9}]}""", "annotation 3")]
    [TestCase("a.xml", "<annotations>\n<image id='0' name='a.jpg' width='200' height='100'><box label='ball' xtl='one'/></image></annotations>", "a.xml:2")]
    [TestCase("a.xml", "<annotations><image", "a.xml:1")]
    [TestCase("a.xml", "<!DOCTYPE x [<!ENTITY a \"aaaa\">]><annotations><image id='0' name='&a;'/></annotations>", "a.xml:1")]
    [TestCase("a.json", """{"hello":1}""", "found none")]
    [TestCase("a.json", """[{"image":"a.jpg","annotations":[{"label":"ball","coordinates":{"x":1,"y":2}}]}]""", "image 1")]
    [TestCase("a.json", """[{"image":"a.jpg","annotations":[null],"coordinates":1}]""", "image 1")]
    [TestCase("a.json", """[{"image":"","annotations":[]}]""", "file name")]
    [TestCase("a.json", """{"a":{"filename":"a.jpg","regions":[{"shape_attributes":{"name":"rect","x":1},"region_attributes":{"class":"ball"}}]}}""", "'rect'")]
    [TestCase("a.json", """{"a":{"filename":"a.jpg","regions":[{"shape_attributes":{"name":"point","cx":1,"cy":2},"region_attributes":{}}]}}""", "class")]
    [TestCase("a.json", """{"a":{"filename":"a.jpg","regions":[{"shape_attributes":{"name":"rect","x":"left"},"region_attributes":{}}]}}""", "image 'a'")]
    [TestCase("a.xml", "<annotations><image name='a.jpg' width='200' height='100'><box label='ball' xtl='1,5'/></image></annotations>", "'1,5'")]
    [TestCase("a.xml", "<annotation><filename>a.jpg</filename><object><name>ball</name><bndbox><xmin>2,5</xmin></bndbox></object></annotation>", "'2,5'")]
    [TestCase("a.json", """{"images":[{"id":1,"file_name":"a.jpg","width":64.5}],"annotations":[]}""", "images[0].width: expected an integer, found '64.5'")]
    [TestCase("a.csv", "filename,class,xmin,ymin,xmax,ymax\na.jpg,ball,1,2,3,4\na.jpg,ball,1,two,3,4\n", "a.csv:3")]
    [TestCase("a.csv", "filename,class,xmin,ymin,xmax,ymax\n,ball,1,2,3,4\n", "a.csv:2")]
    [TestCase("a.csv", "filename,class,xmin,ymin,xmax,ymax\na.jpg,,1,2,3,4\n", "a.csv:2")]
    [TestCase("a.csv", "filename,class,xmin,ymin,xmax,ymax\na.jpg,\"ball\"s,1,2,3,4\n", "a.csv:2")]
    [TestCase("a.csv", "region_shape_attributes,filename\n{,a.jpg\n", "a.csv:2")]
    public void Read_DamagedFile_SaysWhere(string name, string text, string place) =>
        Assert.That(() => Read(name, text), Throws.TypeOf<InvalidDataException>().With.Message.Contains(place));

    [TestCase("<annotations>", "</annotations>")]
    [TestCase("<annotation>", "</annotation>")]
    public void Read_DeepNesting_IsRefusedAndDoesNotExhaustTheStack(string before, string after)
    {
        var nest = string.Concat(Enumerable.Repeat("<a>", 500_000)) + string.Concat(Enumerable.Repeat("</a>", 500_000));
        Assert.That(() => Read("a.xml", before + nest + after), Throws.TypeOf<InvalidDataException>().With.Message.Contains("16 levels"));
    }

    [Test]
    public void Find_SameNameInTwoFolders_IsTheOneWithTheSameFolder()
    {
        foreach (var name in new[] { "one/a.jpg", "two/a.jpg", "two/b.png" }) _folder.Write(name, "");
        var finder = new ImageFinder(_folder.Path);
        Assert.That(finder.Find("C:/sets/two/a.jpg"), Is.EqualTo(_folder["two/a.jpg"]));
        Assert.That(finder.Find("data/upload/3/0a1b2c3d-b.png"), Is.EqualTo(_folder["two/b.png"]));
        Assert.That(finder.Find("a.jpg", "one"), Is.EqualTo(_folder["one/a.jpg"]), "beside the labels");
        Assert.That(finder.Find("b"), Is.EqualTo(_folder["two/b.png"]));
        Assert.That(finder.Find("c.jpg"), Is.Null);
        Assert.That(() => finder.Find("a.jpg"), Throws.TypeOf<InvalidDataException>().With.Message.Contains("one"));
    }

    IReadOnlyList<ExchangeImage> Read(string name, string text) => ExchangeFormats.Read(_folder.Write(name, text), null, _notes.Add);

    static void Box(ExchangeImage image, int index, string name, float x1, float y1, float x2, float y2)
    {
        var found = image.Objects[index];
        Assert.That(found.Name, Is.EqualTo(name));
        Assert.That(new[] { found.Box.X1, found.Box.Y1, found.Box.X2, found.Box.Y2 }, Is.EqualTo(new[] { x1, y1, x2, y2 }).Within(1e-3), $"{found}");
    }
}
