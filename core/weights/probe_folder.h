/// The halves of probe.h: one file, and a folder put together from the cards of its files.
#pragma once

#include <filesystem>

#include "core/api/model_card.h"
#include "core/api/run_context.h"

namespace pentimento {

/// A card whose missing parts and capabilities are still open (see completeCard).
[[nodiscard]] ModelCard probeFile(const std::filesystem::path& file, const RunContext& run);

[[nodiscard]] ModelCard probeFolder(const std::filesystem::path& folder, const RunContext& run);

}  // namespace pentimento
