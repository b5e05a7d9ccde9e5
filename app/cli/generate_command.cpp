// The subcommands that make pictures.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <filesystem>

#include "app/cli/output_files.h"
#include "app/cli/progress_display.h"
#include "app/cli/request_options.h"
#include "app/cli/session.h"
#include "core/base/error.h"
#include "core/imaging/codec.h"
#include "core/imaging/contact_sheet.h"

namespace pentimento::cli {
namespace {

struct MakePictures {
  RequestKind kind;
  RequestOptions options{};
  OutputOptions output{};
  std::string sheet{};  ///< where all of them go together; empty = nowhere
};

/// How many pictures a request makes.
int picturesOf(const GenerationRequest& request) {
  const bool frames = request.task == Task::Interpolate && !request.unclip.position;
  return frames ? request.unclip.steps : request.count;
}

void writeSheet(const MakePictures& command, const GenerationResult& result) {
  std::vector<Image> pictures;
  std::vector<std::string> captions;
  for (const GeneratedImage& made : result.images) {
    pictures.push_back(made.image);
    const auto position = made.recipe.unclip.position;
    captions.push_back(position ? fmt::format("{:.0f} %", 100 * *position)
                                : fmt::format("seed {}", made.recipe.seed.value));
    if (made.clipScore != 0) captions.back() += fmt::format(", match {:.3f}", made.clipScore);
  }
  writeImage(command.sheet, contactSheet(pictures, captions), {},
             command.output.force ? IfExists::Replace : IfExists::Refuse);
}

void requireFree(const std::string& sheet, bool force) {
  std::error_code failed;
  if (sheet.empty()) return;
  (void)imageFormatFor(sheet);
  if (!force && std::filesystem::exists(sheet, failed))
    throw Error(ErrorKind::InvalidInput,
                "{} exists and is kept: name another file with --sheet, or add --force", sheet);
}

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
        m_files(command.output, picturesOf(request), request.seed),
        m_saved(static_cast<size_t>(picturesOf(request))) {}

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
      const std::string match =
          picture.clipScore != 0 ? fmt::format("\tmatch {:.3f}", picture.clipScore) : "";
      std::printf("%s%s\n", path.c_str(), match.c_str());
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
  requireFree(command.sheet, command.output.force);

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
  if (!command.sheet.empty()) writeSheet(command, result);
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
  command->add_option("--sheet", made->sheet, "A file for all the pictures on one sheet");
  command->add_flag("--force", made->output.force, "Replace files that exist");
  command->callback([&session, made] { makePictures(session, *made); });
}

}  // namespace

void addGenerateCommands(CLI::App& app, Session& session) {
  addCommand(app, session, RequestKind::Generate, "generate", "Make pictures from words");
  addCommand(app, session, RequestKind::Edit, "edit",
             "Paint a part of a picture again; everything outside the mask stays as it is");
  addCommand(app, session, RequestKind::Vary, "vary",
             "Make pictures that show what a picture shows (unCLIP models)");
  addCommand(app, session, RequestKind::Interpolate, "interpolate",
             "Make the pictures between two pictures (unCLIP models)");
  addCommand(app, session, RequestKind::TextDiff, "textdiff",
             "Change a picture as one description differs from another (unCLIP models)");
}

}  // namespace pentimento::cli
