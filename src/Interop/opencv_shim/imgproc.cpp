#include "shim.hpp"

#include <opencv2/imgproc.hpp>
#include <vector>

CVS_API int cvs_resize(const cv::Mat* source, cv::Mat* destination, cvs_size size, double fx, double fy, int interpolation) {
    return cvs::guard([&] { cv::resize(*source, *destination, cvs::size(size), fx, fy, interpolation); });
}

CVS_API int cvs_cvt_color(const cv::Mat* source, cv::Mat* destination, int code, int channels) {
    return cvs::guard([&] { cv::cvtColor(*source, *destination, code, channels); });
}

CVS_API int cvs_gaussian_blur(const cv::Mat* source, cv::Mat* destination, cvs_size kernel, double sigma_x, double sigma_y,
                              int border) {
    return cvs::guard([&] { cv::GaussianBlur(*source, *destination, cvs::size(kernel), sigma_x, sigma_y, border); });
}

CVS_API int cvs_warp_perspective(const cv::Mat* source, cv::Mat* destination, const cv::Mat* matrix, cvs_size size,
                                 int flags, int border, cvs_scalar value) {
    return cvs::guard([&] {
        cv::warpPerspective(*source, *destination, *matrix, cvs::size(size), flags, border, cvs::scalar(value));
    });
}

CVS_API int cvs_get_perspective_transform(const cv::Mat* source, const cv::Mat* destination, cv::Mat* result) {
    return cvs::guard([&] { *result = cv::getPerspectiveTransform(*source, *destination); });
}

CVS_API int cvs_corner_sub_pix(const cv::Mat* image, cv::Mat* corners, cvs_size window, cvs_size zero_zone,
                               cvs_term criteria) {
    return cvs::guard([&] {
        cv::cornerSubPix(*image, *corners, cvs::size(window), cvs::size(zero_zone), cvs::term(criteria));
    });
}
