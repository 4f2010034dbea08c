#include "shim.hpp"

#include <cstdlib>
#include <opencv2/core/utils/logger.hpp>
#include <string>

namespace {

struct Failure {
    std::string message, function, error, file;
    int line = 0;
};

thread_local Failure last;
thread_local std::string kept;

// OpenCV and FFmpeg write to stderr about things the caller is told anyway (a file that does not open, a backend that is
// missing). Whoever wants to read it sets OPENCV_LOG_LEVEL, or OPENCV_FFMPEG_LOGLEVEL for FFmpeg's part.
struct Silence {
    Silence() {
        if (std::getenv("OPENCV_LOG_LEVEL"))
            return;
        cv::utils::logging::setLogLevel(cv::utils::logging::LOG_LEVEL_SILENT);
        setenv("OPENCV_FFMPEG_LOGLEVEL", "-8", 0); // AV_LOG_QUIET
    }
} silence;

} // namespace

namespace cvs {

void remember(const cv::Exception& error) noexcept {
    try {
        last = {error.what(), error.func, error.err, error.file, error.line};
    } catch (...) { // out of memory: the code alone has to do
    }
}

void remember(const char* message) noexcept {
    try {
        last = {message, "", message, "", 0};
    } catch (...) {
    }
}

const char* keep(const cv::String& text) {
    kept = text;
    return kept.c_str();
}

} // namespace cvs

CVS_API const char* cvs_last_error() { return last.message.c_str(); }

CVS_API void cvs_last_error_parts(const char** function, const char** error, const char** file, int* line) {
    *function = last.function.c_str();
    *error = last.error.c_str();
    *file = last.file.c_str();
    *line = last.line;
}
