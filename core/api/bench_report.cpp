#include "core/api/bench_report.h"

#include <fmt/format.h>

#include "core/base/enum_words.h"

namespace pentimento {
namespace {

constexpr EnumWords<BenchModel, 3> kBenchModels{{{BenchModel::StableDiffusion15, "sd15"},
                                                 {BenchModel::Karlo, "karlo"},
                                                 {BenchModel::Kandinsky22, "kandinsky22"}}};

OrderedJson toJson(const std::optional<double>& measured) {
  return measured ? OrderedJson(*measured) : OrderedJson();
}

std::string inColumn(const std::optional<double>& measured, double factor, int digits,
                     const char* unit) {
  return measured ? fmt::format("{:.{}f} {}", *measured * factor, digits, unit) : "";
}

// "2.67 / 5.02 s"
std::string inTwo(const Duration& time, int digits) {
  return fmt::format("{0:.{2}f} / {1:.{2}f} s", time.wall, time.processor, digits);
}

}  // namespace

std::string_view wordFor(BenchModel model) noexcept {
  return wordIn(kBenchModels, model);
}

BenchModel benchModelFromWord(std::string_view word) {
  return enumeratorIn(kBenchModels, "model to measure", word);
}

OrderedJson toJson(const BenchReport& report) {
  OrderedJson json{{"model", report.model},
                   {"weights", "random"},
                   {"threads", report.threads},
                   {"torch", report.torch},
                   {"runs", OrderedJson::array()}};
  for (const BenchRun& run : report.runs) {
    OrderedJson rows = OrderedJson::array();
    for (const BenchRow& row : run.rows)
      rows.push_back(
          {{"stage", row.stage},
           {"size", row.size},
           {"wall_seconds", row.time.wall},
           {"processor_seconds", row.time.processor},
           {"peak_gigabytes", row.peakGigabytes},
           {"cancel_wall_seconds", row.cancel ? OrderedJson(row.cancel->wall) : OrderedJson()},
           {"cancel_processor_seconds",
            row.cancel ? OrderedJson(row.cancel->processor) : OrderedJson()},
           {"error_to_float32", toJson(row.error)},
           {"slowdown_among_neighbours", toJson(row.slowdown)}});
    json["runs"].push_back({{"placement", run.placement},
                            {"rows", std::move(rows)},
                            {"weights_gigabytes", run.weightsGigabytes},
                            {"needed_gigabytes", run.neededGigabytes}});
  }
  return json;
}

std::string toTable(const BenchReport& report) {
  std::string table = fmt::format("{}, random weights; torch {}, {} threads\n", report.model,
                                  report.torch, report.threads);
  const char* const columns = "{:<16} {:<24} {:>5} {:>18} {:>9} {:>16} {:>8} {:>10}\n";
  table += fmt::format(fmt::runtime(columns), "", "", "size", "wall / processor", "peak", "cancel",
                       "error to", "among");
  table +=
      fmt::format(fmt::runtime(columns), "", "", "", "", "", "at worst", "float32", "neighbours");
  for (const BenchRun& run : report.runs) {
    for (const BenchRow& row : run.rows)
      table += fmt::format(fmt::runtime(columns), run.placement, row.stage,
                           row.size > 0 ? fmt::format("{}", row.size) : "", inTwo(row.time, 2),
                           fmt::format("{:.2f} GB", row.peakGigabytes),
                           row.cancel ? inTwo(*row.cancel, 3) : "",
                           inColumn(row.error, 100, 2, "%"), inColumn(row.slowdown, 1, 2, "times"));
    table += fmt::format("{:<16} weights {:.1f} GB; all of it at once needs {:.1f} GB\n", "",
                         run.weightsGigabytes, run.neededGigabytes);
  }
  return table;
}

}  // namespace pentimento
