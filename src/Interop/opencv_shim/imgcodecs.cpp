#include "shim.hpp"

#include <opencv2/imgcodecs.hpp>
#include <vector>

CVS_API int cvs_imread(const char* file, int flags, cv::Mat** result) {
    return cvs::guard([&] { *result = new cv::Mat(cv::imread(file, flags)); });
}

CVS_API int cvs_imwrite(const char* file, const cv::Mat* image, const int* parameters, int count, int* written) {
    return cvs::guard([&] {
        *written = cv::imwrite(file, *image, std::vector<int>(parameters, parameters + count)) ? 1 : 0;
    });
}

CVS_API int cvs_imdecode(const unsigned char* bytes, int count, int flags, cv::Mat** result) {
    return cvs::guard([&] {
        // cv::imdecode only reads from it.
        const cv::Mat buffer(1, count, CV_8UC1, const_cast<unsigned char*>(bytes));
        *result = new cv::Mat(count == 0 ? cv::Mat() : cv::imdecode(buffer, flags));
    });
}

// The bytes come back as a Mat of one row.
CVS_API int cvs_imencode(const char* extension, const cv::Mat* image, const int* parameters, int count, cv::Mat** result,
                         int* encoded) {
    return cvs::guard([&] {
        std::vector<unsigned char> bytes;
        *encoded = cv::imencode(extension, *image, bytes, std::vector<int>(parameters, parameters + count)) ? 1 : 0;
        *result = new cv::Mat(bytes.empty() ? cv::Mat() : cv::Mat(bytes, true).reshape(1, 1));
    });
}
