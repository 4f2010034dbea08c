namespace OpenCvSharp.Aruco;

#pragma warning disable CS1591 // What each value is stands in OpenCV's documentation, under the name given here.
/// <summary>OpenCV's sets of markers: <c>cv::aruco::PREDEFINED_DICTIONARY_NAME</c>, bits a side and how many there are.</summary>
public enum PredefinedDictionaryName
{
    Dict4X4_50 = 0,
    Dict4X4_100,
    Dict4X4_250,
    Dict4X4_1000,
    Dict5X5_50,
    Dict5X5_100,
    Dict5X5_250,
    Dict5X5_1000,
    Dict6X6_50,
    Dict6X6_100,
    Dict6X6_250,
    Dict6X6_1000,
    Dict7X7_50,
    Dict7X7_100,
    Dict7X7_250,
    Dict7X7_1000,
    DictArucoOriginal,
}
