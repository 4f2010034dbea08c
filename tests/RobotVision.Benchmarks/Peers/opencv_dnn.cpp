// OpenCV DNN as a peer of compare-peers.sh: opencv_dnn MODEL FOLDER OUTPUTS SECONDS
// From a decoded BGR frame in memory to detections on one thread: resize by area, blob, network, decoding. Prints one line of JSON.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>
#include <vector>
#include <opencv2/core.hpp>
#include <opencv2/dnn.hpp>
#include <opencv2/imgproc.hpp>

struct Layout {
  int width, height, frames, classes, cells;
  double mean, scale;
  std::vector<float> thresholds;
};

struct Detection {
  int objectClass;
  float confidence, x1, y1, x2, y2;
};

static float overlap(const Detection &a, const Detection &b) {
  const float w = std::min(a.x2, b.x2) - std::max(a.x1, b.x1), h = std::min(a.y2, b.y2) - std::max(a.y1, b.y1);
  if (w <= 0 || h <= 0) return 0;
  const float both = w * h, areas = (a.x2 - a.x1) * (a.y2 - a.y1) + (b.x2 - b.x1) * (b.y2 - b.y1);
  return both / (areas - both);
}

// Peaks of each class's map, the most confident first, unless a more confident one of the class covers them.
static void decode(const float *output, const Layout &layout, std::vector<Detection> &found) {
  const int cells = layout.cells, plane = cells * cells;
  found.clear();
  std::vector<std::pair<float, int>> peaks;
  for (int c = 0; c < layout.classes; c++) {
    const float *maps = output + c * 5 * plane, threshold = layout.thresholds[c];
    if (!(threshold < 1)) continue;
    const float least = std::log(threshold / (1 - threshold));
    peaks.clear();
    for (int cell = 0; cell < plane; cell++) {
      if (!(maps[cell] >= least)) continue;
      const int row = cell / cells, column = cell % cells;
      bool isPeak = true;
      for (int y = std::max(0, row - 1); y <= std::min(cells - 1, row + 1) && isPeak; y++)
        for (int x = std::max(0, column - 1); x <= std::min(cells - 1, column + 1); x++) {
          const int other = y * cells + x;
          if (maps[other] > maps[cell] || (maps[other] == maps[cell] && other < cell)) isPeak = false;
        }
      if (isPeak) peaks.push_back({maps[cell], cell});
    }
    std::stable_sort(peaks.begin(), peaks.end(), [](const auto &a, const auto &b) { return a.first > b.first; });
    const size_t first = found.size();
    for (const auto &[logit, cell] : peaks) {
      const auto size = [&](int k) { return std::exp(std::clamp(maps[k * plane + cell], -4.f, 4.f)) / cells; };
      const float x = layout.width * (cell % cells + 0.5f + maps[plane + cell]) / cells;
      const float y = layout.height * (cell / cells + 0.5f + maps[2 * plane + cell]) / cells;
      const float w = layout.width * size(3), h = layout.height * size(4);
      const auto inX = [&](float value) { return std::clamp(value, 0.f, (float)layout.width); };
      const auto inY = [&](float value) { return std::clamp(value, 0.f, (float)layout.height); };
      const Detection one{c, 1 / (1 + std::exp(-logit)), inX(x - w / 2), inY(y - h / 2), inX(x + w / 2), inY(y + h / 2)};
      if (!((one.x2 - one.x1) * (one.y2 - one.y1) > 0)) continue;
      if (std::none_of(found.begin() + first, found.end(), [&](const Detection &other) { return overlap(one, other) > 0.45f; })) found.push_back(one);
    }
  }
}

int main(int count, char **arguments) try {
  if (count != 5) throw std::runtime_error("expected MODEL FOLDER OUTPUTS SECONDS");
  const std::string folder = arguments[2];
  const double seconds = std::stod(arguments[4]);
  cv::setNumThreads(1);
  Layout layout;
  std::ifstream text(folder + "/layout.txt");
  text >> layout.width >> layout.height >> layout.frames >> layout.classes >> layout.cells >> layout.mean >> layout.scale;
  layout.thresholds.assign(std::istream_iterator<float>(text), {});
  std::vector<cv::Mat> frames;
  std::ifstream pixels(folder + "/frames.bgr", std::ios::binary);
  for (int i = 0; i < layout.frames; i++) {
    frames.emplace_back(layout.height, layout.width, CV_8UC3);
    pixels.read((char *)frames.back().data, (std::streamsize)layout.width * layout.height * 3);
  }
  cv::dnn::Net net = cv::dnn::readNetFromONNX(arguments[1]);
  net.setPreferableBackend(cv::dnn::DNN_BACKEND_OPENCV);

  cv::Mat small, blob, output;
  std::vector<Detection> found;
  const cv::Scalar mean(layout.mean, layout.mean, layout.mean);
  const auto work = [&](int number) {
    cv::resize(frames[number % layout.frames], small, {96, 96}, 0, 0, cv::INTER_AREA);
    cv::dnn::blobFromImage(small, blob, layout.scale, {}, mean, true);
    net.setInput(blob);
    output = net.forward();
    decode(output.ptr<float>(), layout, found);
  };

  std::ofstream outputs(arguments[3], std::ios::binary);
  std::string all;
  for (int i = 0; i < layout.frames; i++) {
    work(i);
    outputs.write((char *)output.data, (std::streamsize)(output.total() * sizeof(float)));
    for (const auto &one : found)
      all += cv::format("%s[%d,%d,%g,%g,%g,%g,%g]", all.empty() ? "" : ",", i, one.objectClass, one.confidence, one.x1, one.y1, one.x2, one.y2);
  }

  using clock = std::chrono::steady_clock;
  const auto since = [](clock::time_point start) { return std::chrono::duration<double>(clock::now() - start).count(); };
  for (auto start = clock::now(); since(start) < 0.5;) work(0);
  std::vector<double> times;
  const auto used = std::clock();
  for (auto start = clock::now(); since(start) < seconds;) {
    const auto begin = clock::now();
    work((int)times.size());
    times.push_back(since(begin) * 1e3);
  }
  const double processor = 1e3 * (std::clock() - used) / CLOCKS_PER_SEC / times.size();
  std::sort(times.begin(), times.end());
  std::printf("{\"version\":\"OpenCV %s\",\"frames\":%zu,\"p50\":%.4f,\"p99\":%.4f,\"processor_ms\":%.4f,\"detections\":[%s]}\n", CV_VERSION, times.size(),
    times[times.size() / 2], times[times.size() * 99 / 100], processor, all.c_str());
} catch (const std::exception &exception) {
  std::cerr << "error: " << exception.what() << std::endl;
  return 1;
}
