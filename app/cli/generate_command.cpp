// The subcommands that make pictures: generate and edit.
#include <CLI/CLI.hpp>
#include <cstdio>

#include "app/cli/output_files.h"
#include "app/cli/progress_display.h"
#include "app/cli/request_options.h"
#include "app/cli/session.h"
#include "core/base/error.h"

namespace pentimento::cli {
namespace {

struct MakePictures {
  RequestKind kind;
  RequestOptions options{};
  OutputOptions output{};
};

void say(const Session& session, const std::string& note) {
  if (session.json)
    printJson({{"event", "note"}, {"message", note}});
  else
    std::fprintf(stderr, "note: %s\n", note.c_str());
}

void makePictures(const Session& session, const MakePictures& command) {
  const PreparedRequest prepared = prepareRequest(command.options, command.kind);
  const GenerationRequest& request = prepared.request;
  for (const std::string& note : prepared.notes) say(session, note);
  OutputFiles files(command.output, request.count, request.seed);

  const auto generator = session.makeGenerator();
  GenerationResult result;
  {
    ProgressDisplay display(progressStyle(session.json));
    RunContext run;
    run.stop = session.stop;
    run.onProgress = [&display](const Progress& progress) { display.show(progress); };
    result = generator->generate(request, run);
    run.check();
  }
  for (const std::string& note : result.notes) say(session, note);
  for (size_t index = 0; index < result.images.size(); ++index) {
    const GeneratedImage& picture = result.images[index];
    const std::string path =
        files.write(static_cast<int>(index), picture, picture.recipe.model).string();
    if (session.json)
      printJson({{"event", "saved"},
                 {"path", path},
                 {"seed", picture.recipe.seed.value},
                 {"clip_score", picture.clipScore},
                 {"recipe", toJson(picture.recipe)}});
    else
      std::printf("%s\n", path.c_str());
  }
  if (session.json)
    printJson({{"event", "done"}, {"seconds", result.seconds}, {"device", result.device}});
  else
    std::fprintf(stderr, "done in %s on %s\n", durationWords(result.seconds).c_str(),
                 result.device.c_str());
}

void addCommand(CLI::App& app, Session& session, RequestKind kind, const char* name,
                const char* description) {
  CLI::App* const command = app.add_subcommand(name, description);
  auto made = std::make_shared<MakePictures>(MakePictures{kind});
  addRequestOptions(*command, made->options, kind);
  command->add_option("--output,-o", made->output.path,
                      "A file (its extension decides the format) or a folder");
  command->add_flag("--force", made->output.force, "Replace files that exist");
  command->callback([&session, made] { makePictures(session, *made); });
}

}  // namespace

void addGenerateCommands(CLI::App& app, Session& session) {
  addCommand(app, session, RequestKind::Generate, "generate", "Make pictures from words");
  addCommand(app, session, RequestKind::Edit, "edit",
             "Paint a part of a picture again; everything outside the mask stays as it is");
}

}  // namespace pentimento::cli
