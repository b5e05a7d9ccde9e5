#include "app/cli/training_session.h"

#include "core/base/error.h"
#include "core/base/files.h"

namespace pentimento::cli {

Json trainingConfiguration(const std::string& path) {
  constexpr uintmax_t kMaxBytes = 1 << 20;
  Json configuration =
      path.empty() ? Json::object() : parseJson(readTextFile(path, kMaxBytes), path);
  if (!configuration.is_object())
    throw Error(ErrorKind::InvalidInput, "{} is no training configuration: it holds no object",
                path);
  return configuration;
}

std::unique_ptr<Trainer> trainerOf(const Session& session) {
  if (!session.makeTrainer)
    throw Error(ErrorKind::UnsupportedModel, "this program was built without training");
  return session.makeTrainer();
}

}  // namespace pentimento::cli
