#include "shim.hpp"

#include <opencv2/videoio.hpp>
#include <vector>

CVS_API int cvs_capture_new(cv::VideoCapture** result) {
    return cvs::guard([&] { *result = new cv::VideoCapture(); });
}

CVS_API void cvs_capture_delete(cv::VideoCapture* capture) { delete capture; }

CVS_API int cvs_capture_open_file(cv::VideoCapture* capture, const char* file, int api, const int* parameters, int count,
                                  int* opened) {
    return cvs::guard([&] {
        *opened = (count == 0 ? capture->open(file, api)
                              : capture->open(file, api, std::vector<int>(parameters, parameters + count)))
                      ? 1
                      : 0;
    });
}

CVS_API int cvs_capture_open_index(cv::VideoCapture* capture, int index, int api, const int* parameters, int count,
                                   int* opened) {
    return cvs::guard([&] {
        *opened = (count == 0 ? capture->open(index, api)
                              : capture->open(index, api, std::vector<int>(parameters, parameters + count)))
                      ? 1
                      : 0;
    });
}

CVS_API int cvs_capture_is_opened(const cv::VideoCapture* capture, int* opened) {
    return cvs::guard([&] { *opened = capture->isOpened() ? 1 : 0; });
}

CVS_API int cvs_capture_release(cv::VideoCapture* capture) {
    return cvs::guard([&] { capture->release(); });
}

CVS_API int cvs_capture_grab(cv::VideoCapture* capture, int* grabbed) {
    return cvs::guard([&] { *grabbed = capture->grab() ? 1 : 0; });
}

CVS_API int cvs_capture_retrieve(cv::VideoCapture* capture, cv::Mat* image, int flag, int* retrieved) {
    return cvs::guard([&] { *retrieved = capture->retrieve(*image, flag) ? 1 : 0; });
}

CVS_API int cvs_capture_read(cv::VideoCapture* capture, cv::Mat* image, int* read) {
    return cvs::guard([&] { *read = capture->read(*image) ? 1 : 0; });
}

CVS_API int cvs_capture_get(const cv::VideoCapture* capture, int property, double* value) {
    return cvs::guard([&] { *value = capture->get(property); });
}

CVS_API int cvs_capture_set(cv::VideoCapture* capture, int property, double value, int* accepted) {
    return cvs::guard([&] { *accepted = capture->set(property, value) ? 1 : 0; });
}

CVS_API int cvs_capture_backend(const cv::VideoCapture* capture, const char** name) {
    return cvs::guard([&] { *name = cvs::keep(capture->getBackendName()); });
}

CVS_API int cvs_writer_new(cv::VideoWriter** result) {
    return cvs::guard([&] { *result = new cv::VideoWriter(); });
}

CVS_API void cvs_writer_delete(cv::VideoWriter* writer) { delete writer; }

CVS_API int cvs_writer_open(cv::VideoWriter* writer, const char* file, int api, int fourcc, double fps, cvs_size size,
                            int color, int* opened) {
    return cvs::guard([&] { *opened = writer->open(file, api, fourcc, fps, cvs::size(size), color != 0) ? 1 : 0; });
}

CVS_API int cvs_writer_is_opened(const cv::VideoWriter* writer, int* opened) {
    return cvs::guard([&] { *opened = writer->isOpened() ? 1 : 0; });
}

CVS_API int cvs_writer_write(cv::VideoWriter* writer, const cv::Mat* image) {
    return cvs::guard([&] { writer->write(*image); });
}

CVS_API int cvs_writer_release(cv::VideoWriter* writer) {
    return cvs::guard([&] { writer->release(); });
}

CVS_API int cvs_writer_get(const cv::VideoWriter* writer, int property, double* value) {
    return cvs::guard([&] { *value = writer->get(property); });
}

CVS_API int cvs_writer_set(cv::VideoWriter* writer, int property, double value, int* accepted) {
    return cvs::guard([&] { *accepted = writer->set(property, value) ? 1 : 0; });
}

CVS_API int cvs_writer_backend(const cv::VideoWriter* writer, const char** name) {
    return cvs::guard([&] { *name = cvs::keep(writer->getBackendName()); });
}
