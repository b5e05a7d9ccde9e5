#include <CLI/CLI.hpp>
#include <cstdio>

#include "app/cli/progress_display.h"
#include "app/cli/session.h"
#include "core/api/request_words.h"
#include "core/base/error.h"

namespace pentimento::cli {
namespace {

struct BenchCommand {
  std::vector<int> sizes;
  std::vector<std::string> precisions;
  std::string model{wordFor(BenchOptions{}.model)}, device = "auto", folder;
  int steps = BenchOptions{}.steps, cancels = BenchOptions{}.cancels, neighbours = 0;
};

void runBench(const Session& session, const BenchCommand& command) {
  if (!session.bench)
    throw Error(ErrorKind::UnsupportedModel, "this program was built without its engine");
  BenchOptions options;
  options.model = benchModelFromWord(command.model);
  options.device = devicePreferenceFromWord(command.device);
  options.folder = command.folder;
  options.steps = command.steps;
  options.cancels = command.cancels;
  options.neighbours = command.neighbours;
  options.sizes = command.sizes;
  if (!command.precisions.empty()) {
    options.precisions.clear();
    for (const std::string& word : command.precisions)
      options.precisions.push_back(precisionPreferenceFromWord(word));
  }
  BenchReport report;
  {
    ProgressDisplay display(progressStyle(session.json));
    RunContext run;
    run.stop = session.stop;
    run.onProgress = [&display](const Progress& progress) { display.show(progress); };
    report = session.bench(options, run);
  }
  if (session.json)
    printJson(toJson(report));
  else
    std::fputs(toTable(report).c_str(), stdout);
}

}  // namespace

void addBenchCommand(CLI::App& app, Session& session) {
  auto made = std::make_shared<BenchCommand>();
  CLI::App* const command = app.add_subcommand(
      "bench", "Measure this machine with models in their real sizes and random weights");
  command->add_option(
      "--model,-m", made->model,
      "sd15 (default; all weights in memory), karlo or kandinsky22 (stage by stage)");
  command->add_option("--size", made->sizes, "Sides in pixels; default: the model's own")
      ->check(CLI::Range(64, 2048));
  command->add_option("--precision", made->precisions, "float32, bfloat16 ...; default: both");
  command->add_option("--device", made->device, "auto, cpu or cuda");
  command->add_option("--steps", made->steps, "Measured runs of each stage and size")
      ->check(CLI::Range(1, 100));
  command
      ->add_option("--cancels", made->cancels,
                   "How often each stage is cancelled, to see how soon it stops")
      ->check(CLI::Range(0, 1000));
  command
      ->add_option("--neighbours", made->neighbours,
                   "Also among so many threads that keep a core busy each")
      ->check(CLI::Range(0, 1000));
  command->add_option(
      "--folder", made->folder,
      "Where weights (sd15: 2.1 GB, others up to 3.7) are written and removed again");
  command->callback([&session, made] { runBench(session, *made); });
}

}  // namespace pentimento::cli
