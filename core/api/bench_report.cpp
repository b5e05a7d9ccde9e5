#include "core/api/bench_report.h"

#include <fmt/format.h>

namespace pentimento {
namespace {

OrderedJson toJson(const Duration& duration) {
  return {{"wall_seconds", duration.wall}, {"processor_seconds", duration.processor}};
}

}  // namespace

OrderedJson toJson(const BenchReport& report) {
  OrderedJson json{{"model", "Stable Diffusion 1.5, random weights"},
                   {"threads", report.threads},
                   {"torch", report.torch},
                   {"runs", OrderedJson::array()}};
  for (const BenchRun& run : report.runs) {
    OrderedJson rows = OrderedJson::array();
    for (const BenchRow& row : run.rows)
      rows.push_back(
          {{"size", row.size}, {"guided_step", toJson(row.step)}, {"decode", toJson(row.decode)}});
    json["runs"].push_back({{"placement", run.placement},
                            {"load", toJson(run.load)},
                            {"text", toJson(run.text)},
                            {"peak_gigabytes", run.peakGigabytes},
                            {"sizes", std::move(rows)}});
  }
  return json;
}

std::string toTable(const BenchReport& report) {
  std::string table = fmt::format("Stable Diffusion 1.5, random weights; torch {}, {} threads\n",
                                  report.torch, report.threads);
  table += fmt::format("{:<16} {:>6} {:>18} {:>18}\n", "", "size", "guided step", "decode");
  table +=
      fmt::format("{:<16} {:>6} {:>18} {:>18}\n", "", "", "wall / processor", "wall / processor");
  for (const BenchRun& run : report.runs) {
    for (const BenchRow& row : run.rows)
      table += fmt::format("{:<16} {:>6} {:>8.2f} / {:>5.2f} s {:>8.2f} / {:>5.2f} s\n",
                           run.placement, row.size, row.step.wall, row.step.processor,
                           row.decode.wall, row.decode.processor);
    table += fmt::format("{:<16} load {:.2f} s, text {:.2f} s, peak memory {:.1f} GB\n", "",
                         run.load.wall, run.text.wall, run.peakGigabytes);
  }
  return table;
}

}  // namespace pentimento
