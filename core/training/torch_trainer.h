/// The one trainer there is.
#pragma once

#include <memory>

#include "core/api/trainer.h"
#include "core/weights/model_folders.h"

namespace pentimento::training {

[[nodiscard]] std::unique_ptr<Trainer> makeTorchTrainer(const ModelFolders& folders = {});

}  // namespace pentimento::training
