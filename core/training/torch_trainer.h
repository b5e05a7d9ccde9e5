/// The one trainer there is.
#pragma once

#include <memory>

#include "core/api/trainer.h"

namespace pentimento::training {

[[nodiscard]] std::unique_ptr<Trainer> makeTorchTrainer();

}  // namespace pentimento::training
