using RobotVision.Testing;

namespace RobotVision.Tests.Publishing;

/// <summary>The validator itself: one that let everything pass would make the tests of our output worthless.</summary>
public class JsonSchemaTests
{
    [TestCase("""{"type":"object"}""", "{}", "[]")]
    [TestCase("""{"type":"array"}""", "[]", "{}")]
    [TestCase("""{"type":"string"}""", "\"a\"", "1")]
    [TestCase("""{"type":"number"}""", "1.5", "\"1.5\"")]
    [TestCase("""{"type":"integer"}""", "2", "1.5")]
    [TestCase("""{"const":"a"}""", "\"a\"", "\"b\"")]
    [TestCase("""{"enum":["a","b"]}""", "\"b\"", "\"c\"")]
    [TestCase("""{"minimum":0}""", "0", "-0.001")]
    [TestCase("""{"maximum":1}""", "1", "1.001")]
    [TestCase("""{"exclusiveMinimum":0}""", "0.001", "0")]
    [TestCase("""{"exclusiveMaximum":1}""", "0.999", "1")]
    [TestCase("""{"pattern":"^[0-9]+$"}""", "\"12\"", "\"1a\"")]
    [TestCase("""{"minItems":1}""", "[1]", "[]")]
    [TestCase("""{"maxItems":1}""", "[1]", "[1,2]")]
    [TestCase("""{"maxProperties":1}""", """{"a":1}""", """{"a":1,"b":2}""")]
    [TestCase("""{"required":["a"]}""", """{"a":1}""", """{"b":1}""")]
    [TestCase("""{"properties":{"a":{"type":"string"}}}""", """{"a":"x"}""", """{"a":1}""")]
    [TestCase("""{"properties":{"a":{}},"additionalProperties":false}""", """{"a":1}""", """{"a":1,"b":1}""")]
    [TestCase("""{"additionalProperties":{"type":"string"}}""", """{"a":"x"}""", """{"a":1}""")]
    [TestCase("""{"items":{"type":"number"}}""", "[1,2]", "[1,\"2\"]")]
    [TestCase("""{"prefixItems":[{"type":"number"}],"items":false}""", "[1]", "[1,2]")]
    [TestCase("""{"prefixItems":[{"type":"number"}]}""", "[1]", "[\"1\"]")]
    public void Validate_GoodAndBad_AcceptsOnlyTheGood(string schema, string good, string bad)
    {
        Assert.That(JsonSchema.Parse(schema).Validate(good), Is.Empty);
        Assert.That(JsonSchema.Parse(schema).Validate(bad), Has.Count.EqualTo(1));
    }

    [Test]
    public void Validate_UnknownKeyword_Throws() =>
        Assert.That(() => JsonSchema.Parse("""{"oneOf":[]}""").Validate("{}"), Throws.InstanceOf<NotSupportedException>());
}
