// The rules of the flat interface: every function is extern "C", takes plain pointers and numbers, returns 0 or OpenCV's
// error code, and lets no C++ exception out. What went wrong is kept per thread until the next failure (error.cpp).
#pragma once

#include <exception>
#include <opencv2/core.hpp>

#define CVS_API extern "C" __attribute__((visibility("default")))

struct cvs_point { int x, y; };
struct cvs_size { int width, height; };
struct cvs_rect { int x, y, width, height; };
struct cvs_scalar { double v0, v1, v2, v3; };
struct cvs_term { int type, max_count; double epsilon; };

namespace cvs {

void remember(const cv::Exception& error) noexcept;
void remember(const char* message) noexcept;

// Text that has to outlive the call that returns it: kept per thread until the next such call.
const char* keep(const cv::String& text);

constexpr int unknown_error = -2; // cv::Error::StsError

template <class Body>
int guard(Body&& body) noexcept {
    try {
        body();
        return 0;
    } catch (const cv::Exception& error) {
        remember(error);
        return error.code != 0 ? error.code : unknown_error;
    } catch (const std::exception& error) {
        remember(error.what());
    } catch (...) {
        remember("unknown C++ exception");
    }
    return unknown_error;
}

inline cv::Point point(cvs_point p) { return {p.x, p.y}; }
inline cv::Size size(cvs_size s) { return {s.width, s.height}; }
inline cv::Rect rect(cvs_rect r) { return {r.x, r.y, r.width, r.height}; }
inline cv::Scalar scalar(cvs_scalar s) { return {s.v0, s.v1, s.v2, s.v3}; }
inline cv::TermCriteria term(cvs_term t) { return {t.type, t.max_count, t.epsilon}; }

// An argument that may be left out arrives as a null pointer.
inline cv::_InputArray optional_input(const cv::Mat* mat) { return mat ? cv::_InputArray(*mat) : cv::_InputArray(); }

} // namespace cvs
