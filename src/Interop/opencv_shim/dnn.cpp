#include "shim.hpp"

#include <opencv2/dnn.hpp>

CVS_API int cvs_net_from_onnx(const char* file, cv::dnn::Net** result) {
    return cvs::guard([&] { *result = new cv::dnn::Net(cv::dnn::readNetFromONNX(file)); });
}

CVS_API void cvs_net_delete(cv::dnn::Net* net) { delete net; }

CVS_API int cvs_net_empty(const cv::dnn::Net* net, int* empty) {
    return cvs::guard([&] { *empty = net->empty() ? 1 : 0; });
}

CVS_API int cvs_net_set_input(cv::dnn::Net* net, const cv::Mat* blob, const char* name) {
    return cvs::guard([&] { net->setInput(*blob, name); });
}

CVS_API int cvs_net_forward(cv::dnn::Net* net, const char* output, cv::Mat** result) {
    // The net keeps its output blob and writes into it again on the next pass: the caller gets a Mat of its own.
    return cvs::guard([&] { *result = new cv::Mat(net->forward(output ? output : "").clone()); });
}

CVS_API int cvs_blob_from_image(const cv::Mat* image, double scale, cvs_size size, cvs_scalar mean, int swap_red_blue,
                                int crop, cv::Mat** result) {
    return cvs::guard([&] {
        *result = new cv::Mat(cv::dnn::blobFromImage(*image, scale, cvs::size(size), cvs::scalar(mean), swap_red_blue != 0,
                                                     crop != 0));
    });
}
