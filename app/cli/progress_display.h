/// Progress for whoever reads: a bar on a terminal, plain lines in a pipe, JSON for machines.
#pragma once

#include <chrono>
#include <string>

#include "core/api/run_context.h"

namespace pentimento::cli {

enum class ProgressStyle { Bar, Lines, Json };

/// Bar on a terminal (standard error), else lines; JSON goes to standard output.
[[nodiscard]] ProgressStyle progressStyle(bool json);

class ProgressDisplay {
 public:
  explicit ProgressDisplay(ProgressStyle style) : m_style(style) {}
  ~ProgressDisplay();
  ProgressDisplay(const ProgressDisplay&) = delete;
  ProgressDisplay& operator=(const ProgressDisplay&) = delete;

  void show(const Progress& progress);
  /// Makes room on a terminal for other output.
  void clear();

 private:
  ProgressStyle m_style;
  std::string m_lastStage;
  int m_lastPicture = -1, m_lastTenth = -1;
  bool m_barShown = false;
};

/// "sample 12/25 [======>     ] 48 %, 1 min 5 s left", no longer than `columns`.
[[nodiscard]] std::string progressBar(const Progress& progress, int columns);
/// "3 s", "1 min 5 s", "2 h 10 min"
[[nodiscard]] std::string durationWords(double seconds);

}  // namespace pentimento::cli
