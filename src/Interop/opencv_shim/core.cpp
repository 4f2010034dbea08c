#include "shim.hpp"

#include <opencv2/core/utility.hpp>
#include <vector>

struct cvs_mat_info {
    void* data;
    int64_t step, total;
    int rows, cols, dims, type, element_size, continuous;
};

CVS_API int cvs_mat_new(cv::Mat** result) {
    return cvs::guard([&] { *result = new cv::Mat(); });
}

CVS_API int cvs_mat_new_sized(int rows, int cols, int type, cv::Mat** result) {
    return cvs::guard([&] { *result = new cv::Mat(rows, cols, type); });
}

CVS_API int cvs_mat_new_filled(int rows, int cols, int type, cvs_scalar value, cv::Mat** result) {
    return cvs::guard([&] { *result = new cv::Mat(rows, cols, type, cvs::scalar(value)); });
}

// A view of memory that stays the caller's; step 0 means rows without gaps.
CVS_API int cvs_mat_new_over(int rows, int cols, int type, void* data, int64_t step, cv::Mat** result) {
    return cvs::guard([&] { *result = new cv::Mat(rows, cols, type, data, static_cast<size_t>(step)); });
}

CVS_API int cvs_mat_new_nd(const int* sizes, int count, int type, void* data, cv::Mat** result) {
    return cvs::guard([&] {
        *result = data ? new cv::Mat(count, sizes, type, data) : new cv::Mat(count, sizes, type);
    });
}

CVS_API int cvs_mat_region(const cv::Mat* mat, cvs_rect region, cv::Mat** result) {
    return cvs::guard([&] { *result = new cv::Mat(*mat, cvs::rect(region)); });
}

CVS_API void cvs_mat_delete(cv::Mat* mat) { delete mat; }

CVS_API int cvs_mat_get_info(const cv::Mat* mat, cvs_mat_info* info) {
    return cvs::guard([&] {
        *info = {mat->data,
                 mat->dims > 0 ? static_cast<int64_t>(mat->step[0]) : 0,
                 static_cast<int64_t>(mat->total()),
                 mat->rows,
                 mat->cols,
                 mat->dims,
                 mat->type(),
                 static_cast<int>(mat->elemSize()),
                 mat->isContinuous() ? 1 : 0};
    });
}

CVS_API int cvs_mat_dimension(const cv::Mat* mat, int dimension, int* result) {
    return cvs::guard([&] {
        CV_Assert(dimension >= 0 && dimension < mat->dims);
        *result = mat->size[dimension];
    });
}

CVS_API int cvs_mat_create(cv::Mat* mat, int rows, int cols, int type) {
    return cvs::guard([&] { mat->create(rows, cols, type); });
}

CVS_API int cvs_mat_clone(const cv::Mat* mat, cv::Mat** result) {
    return cvs::guard([&] { *result = new cv::Mat(mat->clone()); });
}

CVS_API int cvs_mat_reshape(const cv::Mat* mat, int channels, int rows, cv::Mat** result) {
    return cvs::guard([&] { *result = new cv::Mat(mat->reshape(channels, rows)); });
}

CVS_API int cvs_mat_copy_to(const cv::Mat* source, cv::Mat* destination, const cv::Mat* mask) {
    return cvs::guard([&] {
        if (mask)
            source->copyTo(*destination, *mask);
        else
            source->copyTo(*destination);
    });
}

CVS_API int cvs_mat_set_to(cv::Mat* mat, cvs_scalar value, const cv::Mat* mask) {
    return cvs::guard([&] { mat->setTo(cvs::scalar(value), cvs::optional_input(mask)); });
}

CVS_API int cvs_mat_convert_to(const cv::Mat* source, cv::Mat* destination, int type, double alpha, double beta) {
    return cvs::guard([&] { source->convertTo(*destination, type, alpha, beta); });
}

CVS_API int cvs_add_weighted(const cv::Mat* first, double alpha, const cv::Mat* second, double beta, double gamma,
                             cv::Mat* destination, int type) {
    return cvs::guard([&] { cv::addWeighted(*first, alpha, *second, beta, gamma, *destination, type); });
}

CVS_API int cvs_flip(const cv::Mat* source, cv::Mat* destination, int code) {
    return cvs::guard([&] { cv::flip(*source, *destination, code); });
}

CVS_API int cvs_copy_make_border(const cv::Mat* source, cv::Mat* destination, int top, int bottom, int left, int right,
                                 int border, cvs_scalar value) {
    return cvs::guard([&] {
        cv::copyMakeBorder(*source, *destination, top, bottom, left, right, border, cvs::scalar(value));
    });
}

CVS_API int cvs_version(const char** result) {
    return cvs::guard([&] { *result = cvs::keep(cv::getVersionString()); });
}

CVS_API int cvs_build_information(const char** result) {
    return cvs::guard([&] { *result = cv::getBuildInformation().c_str(); });
}

CVS_API int cvs_set_threads(int count) {
    return cvs::guard([&] { cv::setNumThreads(count); });
}

CVS_API int cvs_get_threads(int* count) {
    return cvs::guard([&] { *count = cv::getNumThreads(); });
}
