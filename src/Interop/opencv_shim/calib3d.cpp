#include "shim.hpp"

#include <algorithm>
#include <opencv2/calib3d.hpp>
#include <vector>

CVS_API int cvs_find_chessboard_corners(const cv::Mat* image, cvs_size pattern, cv::Mat* corners, int flags, int* found) {
    return cvs::guard([&] { *found = cv::findChessboardCorners(*image, cvs::size(pattern), *corners, flags) ? 1 : 0; });
}

// Points of all views arrive in one run each; counts says how many belong to each view.
CVS_API int cvs_calibrate_camera(const float* object_points, const float* image_points, const int* counts, int views,
                                 cvs_size image_size, double* camera_matrix, double* distortion, int distortion_count,
                                 double* rotations, double* translations, int flags, cvs_term criteria, double* error) {
    return cvs::guard([&] {
        std::vector<std::vector<cv::Point3f>> objects;
        std::vector<std::vector<cv::Point2f>> images;
        const auto* object = reinterpret_cast<const cv::Point3f*>(object_points);
        const auto* image = reinterpret_cast<const cv::Point2f*>(image_points);
        for (int i = 0; i < views; ++i) {
            objects.emplace_back(object, object + counts[i]);
            images.emplace_back(image, image + counts[i]);
            object += counts[i];
            image += counts[i];
        }
        cv::Mat matrix = cv::Mat(3, 3, CV_64FC1, camera_matrix).clone();
        cv::Mat coefficients = cv::Mat(1, distortion_count, CV_64FC1, distortion).clone();
        std::vector<cv::Mat> rvecs, tvecs;
        *error = cv::calibrateCamera(objects, images, cvs::size(image_size), matrix, coefficients, rvecs, tvecs, flags,
                                     cvs::term(criteria));
        const int found = static_cast<int>(coefficients.total());
        if (found > distortion_count)
            CV_Error(cv::Error::StsBadSize,
                     cv::format("distCoeffs: expected room for %d values, found %d", found, distortion_count));
        matrix.copyTo(cv::Mat(3, 3, CV_64FC1, camera_matrix));
        std::fill_n(distortion, distortion_count, 0.0);
        std::copy_n(coefficients.ptr<double>(), found, distortion);
        for (int i = 0; i < views; ++i) {
            std::copy_n(rvecs[static_cast<size_t>(i)].ptr<double>(), 3, rotations + 3 * i);
            std::copy_n(tvecs[static_cast<size_t>(i)].ptr<double>(), 3, translations + 3 * i);
        }
    });
}

CVS_API int cvs_solve_pnp(const cv::Mat* object_points, const cv::Mat* image_points, const cv::Mat* camera_matrix,
                          const cv::Mat* distortion, cv::Mat* rotation, cv::Mat* translation, int use_guess, int flags) {
    return cvs::guard([&] {
        cv::solvePnP(*object_points, *image_points, *camera_matrix, cvs::optional_input(distortion), *rotation, *translation,
                     use_guess != 0, flags);
    });
}

CVS_API int cvs_project_points(const cv::Mat* object_points, const cv::Mat* rotation, const cv::Mat* translation,
                               const cv::Mat* camera_matrix, const cv::Mat* distortion, cv::Mat* image_points,
                               cv::Mat* jacobian, double aspect_ratio) {
    return cvs::guard([&] {
        cv::projectPoints(*object_points, *rotation, *translation, *camera_matrix, cvs::optional_input(distortion),
                          *image_points, jacobian ? cv::_OutputArray(*jacobian) : cv::_OutputArray(), aspect_ratio);
    });
}

CVS_API int cvs_undistort_points(const cv::Mat* source, cv::Mat* destination, const cv::Mat* camera_matrix,
                                 const cv::Mat* distortion, const cv::Mat* rectification, const cv::Mat* projection) {
    return cvs::guard([&] {
        cv::undistortPoints(*source, *destination, *camera_matrix, cvs::optional_input(distortion),
                            cvs::optional_input(rectification), cvs::optional_input(projection));
    });
}

CVS_API int cvs_rodrigues(const cv::Mat* source, cv::Mat* destination, cv::Mat* jacobian) {
    return cvs::guard([&] {
        cv::Rodrigues(*source, *destination, jacobian ? cv::_OutputArray(*jacobian) : cv::_OutputArray());
    });
}

// One Mat a view; rotations and translations have room for one vector a view.
CVS_API int cvs_fisheye_calibrate(const cv::Mat* const* object_points, const cv::Mat* const* image_points, int views,
                                  cvs_size image_size, cv::Mat* camera_matrix, cv::Mat* distortion, double* rotations,
                                  double* translations, int flags, cvs_term criteria, double* error) {
    return cvs::guard([&] {
        std::vector<cv::Mat> objects, images, rvecs, tvecs;
        for (int i = 0; i < views; ++i) {
            objects.push_back(*object_points[i]);
            images.push_back(*image_points[i]);
        }
        *error = cv::fisheye::calibrate(objects, images, cvs::size(image_size), *camera_matrix, *distortion, rvecs, tvecs, flags,
                                        cvs::term(criteria));
        for (int i = 0; i < views; ++i) {
            std::copy_n(rvecs[static_cast<size_t>(i)].ptr<double>(), 3, rotations + 3 * i);
            std::copy_n(tvecs[static_cast<size_t>(i)].ptr<double>(), 3, translations + 3 * i);
        }
    });
}

CVS_API int cvs_fisheye_project_points(const cv::Mat* object_points, cv::Mat* image_points, const cv::Mat* rotation,
                                       const cv::Mat* translation, const cv::Mat* camera_matrix, const cv::Mat* distortion,
                                       double alpha, cv::Mat* jacobian) {
    return cvs::guard([&] {
        cv::fisheye::projectPoints(*object_points, *image_points, *rotation, *translation, *camera_matrix, *distortion, alpha,
                                   jacobian ? cv::_OutputArray(*jacobian) : cv::_OutputArray());
    });
}

CVS_API int cvs_fisheye_undistort_points(const cv::Mat* source, cv::Mat* destination, const cv::Mat* camera_matrix,
                                         const cv::Mat* distortion, const cv::Mat* rectification, const cv::Mat* projection) {
    return cvs::guard([&] {
        cv::fisheye::undistortPoints(*source, *destination, *camera_matrix, *distortion, cvs::optional_input(rectification),
                                     cvs::optional_input(projection));
    });
}
