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

/// Writes each picture as soon as it is finished, so that nothing that comes after can lose it.
class PictureSaver {
 public:
  PictureSaver(const Session& session, const MakePictures& command,
               const GenerationRequest& request)
      : m_session(session),
        m_files(command.output, request.count, request.seed),
        m_saved(static_cast<size_t>(request.count)) {}

  void save(size_t index, const GeneratedImage& picture) {
    if (index >= m_saved.size()) m_saved.resize(index + 1);
    if (m_saved[index]) return;
    m_saved[index] = true;
    const std::string path =
        m_files.write(static_cast<int>(index), picture, picture.recipe.model).string();
    if (m_session.json) {
      printJson({{"event", "saved"},
                 {"path", path},
                 {"seed", picture.recipe.seed.value},
                 {"clip_score", picture.clipScore},
                 {"recipe", toJson(picture.recipe)}});
    } else {
      std::printf("%s\n", path.c_str());
      std::fflush(stdout);
    }
  }

 private:
  const Session& m_session;
  OutputFiles m_files;
  std::vector<bool> m_saved;
};

void makePictures(const Session& session, const MakePictures& command) {
  const PreparedRequest prepared = prepareRequest(command.options, command.kind);
  const GenerationRequest& request = prepared.request;
  for (const std::string& note : prepared.notes) say(session, note);
  PictureSaver saver(session, command, request);

  const auto generator = session.makeGenerator();
  GenerationResult result;
  {
    ProgressDisplay display(progressStyle(session.json));
    RunContext run;
    run.stop = session.stop;
    run.onProgress = [&display](const Progress& progress) { display.show(progress); };
    run.onPicture = [&](int index, const GeneratedImage& picture) {
      display.clear();
      saver.save(static_cast<size_t>(index), picture);
    };
    result = generator->generate(request, run);
    run.check();
  }
  for (const std::string& note : result.notes) say(session, note);
  for (size_t index = 0; index < result.images.size(); ++index)
    saver.save(index, result.images[index]);
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
