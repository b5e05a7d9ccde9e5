#include <CLI/CLI.hpp>
#include <cstdio>

#include "app/cli/progress_display.h"
#include "app/cli/training_session.h"
#include "core/api/request_words.h"

namespace pentimento::cli {
namespace {

struct TrainCommand {
  std::string part, configuration, folder, start, clip, device = "auto";
  double minutes = 0;
};

void train(const Session& session, const TrainCommand& command) {
  const Json configuration = trainingConfiguration(command.configuration);
  const auto trainer = trainerOf(session);
  const std::vector<std::string> parts =
      command.part == "all"
          ? std::vector<std::string>{"clip", "prior", "decoder", "upsampler", "judge"}
          : std::vector{command.part};
  for (const std::string& part : parts) {
    ProgressDisplay display(progressStyle(session.json));
    RunContext run;
    run.stop = session.stop;
    run.onProgress = [&display](const Progress& progress) { display.show(progress); };
    Json own = configuration;
    // What is no object is for the trainer to name.
    if (command.minutes > 0 && own.value(part, Json::object()).is_object())
      own[part]["minutes"] = command.minutes;
    trainer->train({.part = part,
                    .configuration = own,
                    .folder = command.folder,
                    .start = command.start,
                    .clip = command.clip,
                    .device = devicePreferenceFromWord(command.device)},
                   run);
    const auto file = std::filesystem::path(command.folder) / (part + ".safetensors");
    if (session.json)
      printJson({{"event", "saved"}, {"path", file.string()}});
    else
      std::printf("%s\n", file.c_str());
  }
}

}  // namespace

void addTrainCommand(CLI::App& app, Session& session) {
  auto made = std::make_shared<TrainCommand>();
  CLI::App* const command = app.add_subcommand(
      "train", "Train a part of a model; a run in the same folder goes on where it stopped");
  command
      ->add_option("part", made->part,
                   "clip, prior, decoder, upsampler, judge, or all in this order")
      ->required();
  command->add_option("--config", made->configuration,
                      "JSON: pictures or world, networks, rates (see models/README.md)");
  command->add_option("--folder", made->folder, "Of the run: states, curves, sheets, weights")
      ->required();
  command
      ->add_option("--minutes", made->minutes,
                   "Wall time of each part, its learning rate's decay included")
      ->check(CLI::PositiveNumber);
  command
      ->add_option("--from", made->start,
                   "Weights to start a new run with, what they lack begins at random; or a prior "
                   "or decoder of dalle2-pytorch (latest.pth), trained on in its layout")
      ->check(CLI::ExistingFile);
  command
      ->add_option("--clip", made->clip,
                   "The CLIP that a dalle2-pytorch checkpoint works with, or a model that has it")
      ->check(CLI::ExistingPath);
  command->add_option("--device", made->device,
                      "auto, cpu or cuda; with torchrun each process takes a GPU of its own");
  command->callback([&session, made] { train(session, *made); });
}

}  // namespace pentimento::cli
