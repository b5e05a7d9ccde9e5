#include "app/cli/progress_display.h"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "app/cli/session.h"

namespace pentimento::cli {
namespace {

int terminalColumns() {
  winsize size{};
  return ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
}

double shareOf(const Progress& progress) {
  return progress.steps > 0 ? std::clamp(double(progress.step) / progress.steps, 0.0, 1.0) : 0.0;
}

std::string headOf(const Progress& progress) {
  std::string head = progress.stage;
  if (progress.pictures > 1)
    head = fmt::format("picture {}/{}: {}", progress.picture + 1, progress.pictures, head);
  if (progress.steps > 0) head += fmt::format(" {}/{}", progress.step, progress.steps);
  return head;
}

}  // namespace

ProgressStyle progressStyle(bool json) {
  if (json) return ProgressStyle::Json;
  return isatty(STDERR_FILENO) ? ProgressStyle::Bar : ProgressStyle::Lines;
}

std::string durationWords(double seconds) {
  const auto whole = static_cast<long long>(std::ceil(std::clamp(seconds, 0.0, 1e9)));
  if (whole < 60) return fmt::format("{} s", whole);
  if (whole < 3600) return fmt::format("{} min {} s", whole / 60, whole % 60);
  return fmt::format("{} h {} min", whole / 3600, whole % 3600 / 60);
}

std::string progressBar(const Progress& progress, int columns) {
  std::string head = headOf(progress);
  std::string tail = progress.steps > 0 ? fmt::format(" {:.0f} %", 100 * shareOf(progress)) : "";
  if (progress.secondsLeft) tail += fmt::format(", {} left", durationWords(*progress.secondsLeft));
  const int room = columns - static_cast<int>(head.size() + tail.size()) - 4;
  if (progress.steps > 0 && room >= 5) {
    const auto done = static_cast<size_t>(std::lround(shareOf(progress) * std::min(room, 40)));
    const auto open = static_cast<size_t>(std::min(room, 40)) - done;
    head += " [" + std::string(done, '=') + std::string(open, ' ') + "]";
  }
  return (head + tail).substr(0, static_cast<size_t>(std::max(columns - 1, 1)));
}

ProgressDisplay::~ProgressDisplay() {
  clear();
}

void ProgressDisplay::clear() {
  if (!m_barShown) return;
  std::fputs("\r\x1b[K", stderr);
  std::fflush(stderr);
  m_barShown = false;
}

void ProgressDisplay::show(const Progress& progress) {
  if (m_style == ProgressStyle::Json) {
    OrderedJson json{{"event", "progress"},         {"stage", progress.stage},
                     {"picture", progress.picture}, {"pictures", progress.pictures},
                     {"step", progress.step},       {"steps", progress.steps}};
    if (progress.secondsLeft) json["seconds_left"] = *progress.secondsLeft;
    printJson(json);
    return;
  }
  if (m_style == ProgressStyle::Bar) {
    std::fprintf(stderr, "\r%s\x1b[K", progressBar(progress, terminalColumns()).c_str());
    std::fflush(stderr);
    m_barShown = true;
    return;
  }
  // In a log, a line per stage and per tenth of its steps is enough.
  const int tenth = static_cast<int>(10 * shareOf(progress));
  if (progress.stage == m_lastStage && progress.picture == m_lastPicture && tenth == m_lastTenth)
    return;
  m_lastStage = progress.stage;
  m_lastPicture = progress.picture;
  m_lastTenth = tenth;
  std::string line = headOf(progress);
  if (progress.secondsLeft) line += fmt::format(", {} left", durationWords(*progress.secondsLeft));
  std::fprintf(stderr, "%s\n", line.c_str());
}

}  // namespace pentimento::cli
