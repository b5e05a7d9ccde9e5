#include "core/base/json.h"

#include "core/base/error.h"
#include "core/base/files.h"

namespace pentimento {
namespace {

constexpr int kMaxJsonDepth = 100;
constexpr uintmax_t kMaxJsonBytes = 64u << 20;

}  // namespace

Json parseJson(std::string_view text, std::string_view what) {
  bool tooDeep = false;
  const auto watchDepth = [&tooDeep](int depth, Json::parse_event_t, Json&) {
    if (depth > kMaxJsonDepth) tooDeep = true;
    return !tooDeep;
  };
  try {
    Json value = Json::parse(text, watchDepth);
    if (tooDeep)
      throw Error(ErrorKind::CorruptFile, "{} nests JSON deeper than {} levels", what,
                  kMaxJsonDepth);
    return value;
  } catch (const Json::exception& error) {
    throw Error(ErrorKind::CorruptFile, "{} is not valid JSON: {}", what, error.what());
  }
}

Json readJsonFile(const std::filesystem::path& path) {
  return parseJson(readTextFile(path, kMaxJsonBytes), path.string());
}

}  // namespace pentimento
