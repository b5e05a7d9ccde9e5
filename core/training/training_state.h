/// A run on disk: everything that the next step depends on.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/tensor/torch.h"
#include "core/training/flat_parameters.h"
#include "core/training/optimiser.h"

namespace pentimento::training {

struct RunPosition {
  int64_t step = 0;  ///< steps done; with the batch size, the data position and all random numbers
  double seconds = 0;  ///< spent so far, in all sessions
};

/// Replaces the file in one piece: after a kill there is the old state or the new one.
void saveState(const std::filesystem::path& path, const RunPosition& position,
               FlatParameters& parameters, const Optimiser& optimiser);
/// @returns position 0 when there is no such file
/// @throws Error(InvalidInput) for a state of another network; Error(CorruptFile)
[[nodiscard]] RunPosition loadState(const std::filesystem::path& path, FlatParameters& parameters,
                                    Optimiser& optimiser);

}  // namespace pentimento::training
