#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdio>

#include "app/cli/progress_display.h"
#include "app/cli/session.h"
#include "core/base/printable.h"
#include "core/weights/convert.h"
#include "core/weights/model_folders.h"
#include "core/weights/probe.h"

namespace pentimento::cli {
namespace {

struct Conversion {
  std::string from, to;
  bool force = false;
};

std::string sizeWords(int64_t bytes) {
  return bytes >= 1'000'000'000 ? fmt::format("{:.1f} GB", double(bytes) / 1e9)
                                : fmt::format("{:.0f} MB", double(bytes) / 1e6);
}

void listModels(const Session& session) {
  const ModelFolders folders = ModelFolders::ofUser();
  const auto models = folders.list(AssetKind::Model);
  for (const Asset& model : models) {
    if (session.json)
      printJson({{"name", model.name}, {"path", model.path.string()}});
    else
      std::printf("%s\t%s\n", printable(model.name).c_str(), model.path.c_str());
  }
  if (models.empty() && !session.json) {
    std::fputs("no models were found in:\n", stderr);
    for (const auto& folder : folders.folders(AssetKind::Model))
      std::fprintf(stderr, "  %s\n", folder.c_str());
    std::fputs("set PENTIMENTO_MODELS to the folder that holds yours\n", stderr);
  }
}

void probe(const Session& session, const std::string& model) {
  RunContext run;
  run.stop = session.stop;
  const ModelCard card = probeModel(ModelFolders::ofUser().resolve(AssetKind::Model, model), run);
  if (session.json) return printJson(toJson(card));
  std::printf("%s: %s, %s\n", printable(card.name).c_str(),
              card.capabilities.architecture.empty() ? std::string(wordFor(card.family)).c_str()
                                                     : card.capabilities.architecture.c_str(),
              sizeWords(card.bytes()).c_str());
  for (const ModelPart& part : card.parts)
    std::printf("  %s (%s)\n", std::string(wordFor(part.kind)).c_str(), part.dialect.c_str());
  for (const std::string& missing : card.missing) std::printf("  missing: %s\n", missing.c_str());
  if (!card.note.empty()) std::printf("  %s\n", card.note.c_str());
  std::printf("  %s\n", card.runnable ? "can be used" : "cannot be used as it is");
}

void convert(const Session& session, const Conversion& conversion) {
  ProgressDisplay display(progressStyle(session.json));
  RunContext run;
  run.stop = session.stop;
  run.onProgress = [&display](const Progress& progress) { display.show(progress); };
  const ConversionSummary summary = convertToSafetensors(
      conversion.from, conversion.to, conversion.force ? IfExists::Replace : IfExists::Refuse, run);
  if (session.json)
    printJson({{"event", "saved"},
               {"path", conversion.to},
               {"tensors", summary.tensors},
               {"bytes", summary.bytes}});
  else
    std::printf("%s: %zu tensors, %s\n", conversion.to.c_str(), summary.tensors,
                sizeWords(static_cast<int64_t>(summary.bytes)).c_str());
}

}  // namespace

void addModelsCommand(CLI::App& app, Session& session) {
  CLI::App* const models = app.add_subcommand("models", "Find, look into and convert checkpoints");
  models->require_subcommand(1);
  models->fallthrough();
  models->add_subcommand("list", "What is in the model folders")->callback([&session] {
    listModels(session);
  });

  auto model = std::make_shared<std::string>();
  CLI::App* const probing = models->add_subcommand("probe", "Say what a file or folder is");
  probing->add_option("model", *model, "Name or path")->required();
  probing->callback([&session, model] { probe(session, *model); });

  auto conversion = std::make_shared<Conversion>();
  CLI::App* const converting =
      models->add_subcommand("convert", "Write a checkpoint of any kind as safetensors");
  converting->add_option("from", conversion->from, "The file to read")->required();
  converting->add_option("to", conversion->to, "The .safetensors file to write")->required();
  converting->add_flag("--force", conversion->force, "Replace a file that exists");
  converting->callback([&session, conversion] { convert(session, *conversion); });
}

}  // namespace pentimento::cli
