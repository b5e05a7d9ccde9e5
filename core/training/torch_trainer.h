/// The one trainer there is.
#pragma once

#include <functional>
#include <memory>

#include "core/api/trainer.h"
#include "core/text/tokenizer.h"

namespace pentimento::training {

/// What training needs from the outside.
struct TrainerServices {
  std::shared_ptr<const Tokenizer> tokenizer;  ///< of captions; its padding is 0
  std::function<Image(const std::filesystem::path&)> openPicture;  ///< for folders of pictures
  std::function<void(const std::filesystem::path&, const Image&)>
      savePicture;  ///< curves and sheets, as PNG
};

[[nodiscard]] std::unique_ptr<Trainer> makeTorchTrainer(TrainerServices services);

}  // namespace pentimento::training
