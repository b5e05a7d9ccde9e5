// The subcommands that compare pictures with words: rank and describe.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <numeric>
#include <sstream>

#include "app/cli/progress_display.h"
#include "app/cli/session.h"
#include "app/cli/text_file.h"
#include "core/api/request_words.h"
#include "core/base/error.h"
#include "core/imaging/codec.h"

namespace pentimento::cli {
namespace {

struct MatchCommand {
  std::vector<std::string> pictures, texts;
  std::string prompt, textFile, model, device = "auto", precision = "auto";
  size_t top = 0;  ///< 0 = all
};

MatchResult compared(const Session& session, const MatchCommand& command) {
  EmbeddingRequest request;
  request.model = command.model;
  request.texts = command.texts;
  request.device = devicePreferenceFromWord(command.device);
  request.precision = precisionPreferenceFromWord(command.precision);
  for (const std::string& file : command.pictures) request.pictures.push_back(readImage(file));
  if (request.texts.empty())
    throw Error(ErrorKind::InvalidInput, "there is nothing to compare the picture with: give captions, each with --caption");
  const auto generator = session.makeGenerator();
  ProgressDisplay display(progressStyle(session.json));
  RunContext run;
  run.stop = session.stop;
  run.onProgress = [&display](const Progress& progress) { display.show(progress); };
  return matched(generator->embed(request, run));
}

/// 0 .. n − 1, highest score first; at most `top`.
std::vector<size_t> bestFirst(const std::vector<double>& scores, size_t top) {
  std::vector<size_t> order(scores.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::ranges::stable_sort(order, [&](size_t a, size_t b) { return scores[a] > scores[b]; });
  if (top > 0 && top < order.size()) order.resize(top);
  return order;
}

void rank(const Session& session, MatchCommand command) {
  command.texts = {command.prompt};
  const MatchResult result = compared(session, command);
  std::vector<double> scores;
  for (const auto& row : result.cosine) scores.push_back(row.front());
  for (const size_t k : bestFirst(scores, command.top)) {
    const std::string& file = command.pictures[k];
    if (session.json)
      printJson({{"event", "match"}, {"path", file}, {"cosine", scores[k]}});
    else
      std::printf("%.4f\t%s\n", scores[k], file.c_str());
  }
}

void describe(const Session& session, MatchCommand command) {
  if (!command.textFile.empty()) {
    std::istringstream lines(readUtf8File(command.textFile));
    for (std::string line; std::getline(lines, line);)
      if (!line.empty()) command.texts.push_back(line);
  }
  const MatchResult result = compared(session, command);
  for (const size_t k : bestFirst(result.share.front(), command.top)) {
    const std::string& text = command.texts[k];
    if (session.json)
      printJson({{"event", "match"},
                 {"text", text},
                 {"share", result.share.front()[k]},
                 {"cosine", result.cosine.front()[k]}});
    else
      std::printf("%5.1f %%\t%s\n", 100 * result.share.front()[k], text.c_str());
  }
}

std::shared_ptr<MatchCommand> addCommon(CLI::App& command) {
  auto made = std::make_shared<MatchCommand>();
  command.add_option("--model,-m", made->model,
                     "A CLIP, or a model that brings one; default: the built-in model");
  command.add_option("--top", made->top, "How many to show; default: all");
  command.add_option("--device", made->device, "auto, cpu or cuda");
  command.add_option("--precision", made->precision, "auto, float32, bfloat16 or float16");
  return made;
}

}  // namespace

void addMatchCommands(CLI::App& app, Session& session) {
  CLI::App* const rankCommand =
      app.add_subcommand("rank", "Order pictures by how well they match words, best first");
  auto ranked = addCommon(*rankCommand);
  rankCommand->add_option("images", ranked->pictures, "The pictures")->required();
  rankCommand->add_option("--prompt,-p", ranked->prompt, "The words")->required();
  rankCommand->callback([&session, ranked] { rank(session, *ranked); });

  CLI::App* const describeCommand =
      app.add_subcommand("describe", "Find which of some captions fits a picture best");
  auto described = addCommon(*describeCommand);
  describeCommand->add_option("image", described->pictures, "The picture")->required()->expected(1);
  describeCommand->add_option("--caption,-c", described->texts, "A caption; may be repeated");
  describeCommand->add_option("--captions", described->textFile,
                              "A UTF-8 text file with a caption on each line");
  describeCommand->callback([&session, described] { describe(session, *described); });
}

}  // namespace pentimento::cli
