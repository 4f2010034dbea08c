#include "shim.hpp"

#include <opencv2/imgproc.hpp>
#include <vector>

namespace {

// Polygons arrive as one run of points and the length of each polygon.
std::vector<std::vector<cv::Point>> polygons(const cvs_point* points, const int* lengths, int count) {
    std::vector<std::vector<cv::Point>> result(static_cast<size_t>(count));
    for (int i = 0; i < count; ++i)
        for (int k = 0; k < lengths[i]; ++k)
            result[static_cast<size_t>(i)].push_back(cvs::point(*points++));
    return result;
}

} // namespace

CVS_API int cvs_rectangle(cv::Mat* image, cvs_rect rect, cvs_scalar color, int thickness, int line, int shift) {
    return cvs::guard([&] { cv::rectangle(*image, cvs::rect(rect), cvs::scalar(color), thickness, line, shift); });
}

CVS_API int cvs_rectangle_points(cv::Mat* image, cvs_point a, cvs_point b, cvs_scalar color, int thickness, int line,
                                 int shift) {
    return cvs::guard([&] {
        cv::rectangle(*image, cvs::point(a), cvs::point(b), cvs::scalar(color), thickness, line, shift);
    });
}

CVS_API int cvs_line(cv::Mat* image, cvs_point a, cvs_point b, cvs_scalar color, int thickness, int line, int shift) {
    return cvs::guard([&] { cv::line(*image, cvs::point(a), cvs::point(b), cvs::scalar(color), thickness, line, shift); });
}

CVS_API int cvs_circle(cv::Mat* image, cvs_point center, int radius, cvs_scalar color, int thickness, int line, int shift) {
    return cvs::guard([&] {
        cv::circle(*image, cvs::point(center), radius, cvs::scalar(color), thickness, line, shift);
    });
}

CVS_API int cvs_ellipse(cv::Mat* image, cvs_point center, cvs_size axes, double angle, double start, double end,
                        cvs_scalar color, int thickness, int line, int shift) {
    return cvs::guard([&] {
        cv::ellipse(*image, cvs::point(center), cvs::size(axes), angle, start, end, cvs::scalar(color), thickness, line,
                    shift);
    });
}

CVS_API int cvs_fill_poly(cv::Mat* image, const cvs_point* points, const int* lengths, int count, cvs_scalar color, int line,
                          int shift, cvs_point offset) {
    return cvs::guard([&] {
        cv::fillPoly(*image, polygons(points, lengths, count), cvs::scalar(color), line, shift, cvs::point(offset));
    });
}

CVS_API int cvs_fill_convex_poly(cv::Mat* image, const cvs_point* points, int count, cvs_scalar color, int line, int shift) {
    return cvs::guard([&] {
        cv::fillConvexPoly(*image, polygons(points, &count, 1)[0], cvs::scalar(color), line, shift);
    });
}

CVS_API int cvs_polylines(cv::Mat* image, const cvs_point* points, const int* lengths, int count, int closed,
                          cvs_scalar color, int thickness, int line, int shift) {
    return cvs::guard([&] {
        cv::polylines(*image, polygons(points, lengths, count), closed != 0, cvs::scalar(color), thickness, line, shift);
    });
}

CVS_API int cvs_put_text(cv::Mat* image, const char* text, cvs_point origin, int font, double scale, cvs_scalar color,
                         int thickness, int line, int bottom_left_origin) {
    return cvs::guard([&] {
        cv::putText(*image, text, cvs::point(origin), font, scale, cvs::scalar(color), thickness, line,
                    bottom_left_origin != 0);
    });
}

CVS_API int cvs_get_text_size(const char* text, int font, double scale, int thickness, int* baseline, cvs_size* result) {
    return cvs::guard([&] {
        const cv::Size size = cv::getTextSize(text, font, scale, thickness, baseline);
        *result = {size.width, size.height};
    });
}
