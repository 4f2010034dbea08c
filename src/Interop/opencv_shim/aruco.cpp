#include "shim.hpp"

#include <algorithm>
#include <opencv2/aruco.hpp>
#include <vector>

// Four corners of each marker follow each other, clockwise from its own top-left one. found says how many there are, also where
// there is room for fewer.
CVS_API int cvs_aruco_detect_markers(const cv::Mat* image, int dictionary, float* corners, int* ids, int room, int* found) {
    return cvs::guard([&] {
        std::vector<std::vector<cv::Point2f>> quads;
        std::vector<int> numbers;
        cv::aruco::detectMarkers(*image, cv::aruco::getPredefinedDictionary(dictionary), quads, numbers);
        *found = static_cast<int>(numbers.size());
        for (size_t i = 0; i < numbers.size() && i < static_cast<size_t>(room); ++i) {
            ids[i] = numbers[i];
            std::copy_n(quads[i].data(), 4, reinterpret_cast<cv::Point2f*>(corners) + 4 * i);
        }
    });
}

CVS_API int cvs_aruco_draw_marker(int dictionary, int id, int side_pixels, cv::Mat* image, int border_bits) {
    return cvs::guard([&] {
        cv::aruco::drawMarker(cv::aruco::getPredefinedDictionary(dictionary), id, side_pixels, *image, border_bits);
    });
}
