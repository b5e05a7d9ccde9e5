/// What a file or folder is, without loading it. Decided by tensor names and shapes, and for
/// folders by what lies in them; never by a file's name.
#pragma once

#include <filesystem>

#include "core/api/model_card.h"
#include "core/api/run_context.h"
#include "core/weights/tensor_source.h"

namespace pentimento {

/// Reads headers only. Folders: diffusers models (`model_index.json`), single components (`unet/`),
/// and loose files that together are a model (`encoder.pt`, `decoder.pt` ...; two levels deep).
/// What is not known gets the role Unknown and a note with the number of tensors and a few names.
/// @throws Error(NotFound, Io, CorruptFile, UnsupportedModel) when it cannot be opened; Cancelled
[[nodiscard]] ModelCard probeModel(const std::filesystem::path& path, const RunContext& run = {});

/// The same of tensors that are open already. @param name of the card
[[nodiscard]] ModelCard probeTensors(const TensorSource& source, std::string name);

}  // namespace pentimento
