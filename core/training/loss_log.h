/// The figures of a run, as a table and as a curve.
#pragma once

#include <filesystem>
#include <fstream>
#include <functional>
#include <vector>

#include "core/imaging/image.h"

namespace pentimento::training {

/// Writes an 8 bit RGB picture as PNG, replacing what is there.
using SavePicture = std::function<void(const std::filesystem::path& path, const Image& picture)>;

/// Appends to `loss.csv` (means over 50 steps) and draws `loss.png`. Lines of steps that are done
/// again after a kill are dropped first.
class LossLog {
 public:
  /// @param save empty = no pictures
  LossLog(const std::filesystem::path& folder, int64_t firstStep, bool active, SavePicture save);
  void add(int64_t step, double loss, double rate, double seconds);
  void plot() const;
  void saveSheet(const Image& sheet, int64_t step) const;

 private:
  struct Row {
    int64_t step = 0;
    double loss = 0, rate = 0, seconds = 0;
  };
  std::filesystem::path m_folder;
  bool m_active;
  SavePicture m_save;
  std::vector<Row> m_rows;
  double m_sum = 0;
  int m_count = 0;
  std::ofstream m_file;
};

/// Loss over examples, both logarithmic, smoothed.
[[nodiscard]] Image plotLosses(const std::vector<double>& steps, const std::vector<double>& losses);

}  // namespace pentimento::training
