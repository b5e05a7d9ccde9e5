/// OpenRaster files (https://www.openraster.org, version 0.0.5): a zip of `stack.xml`, one PNG per
/// layer and the finished picture, which Krita, GIMP and others open. Ours hold besides
/// `pentimento.json` and the planes it names: everything that makes an edit stay an edit.
#pragma once

#include <filesystem>

#include "app/document/document_state.h"
#include "core/api/run_context.h"

namespace pentimento {

/// Complete or not there; replaces an earlier file. Undo is not part of it.
/// @throws Error(Io) disk full, read-only ...; Cancelled when nothing was written yet
void saveOpenRaster(const DocumentState& state, const std::filesystem::path& path,
                    const RunContext& context = {});

/// Files of ours come back with the digest they had. Of others' files groups are flattened: their
/// opacity and visibility pass to their layers.
/// @throws Error(NotFound, CorruptFile)
[[nodiscard]] DocumentState openOpenRaster(const std::filesystem::path& path);

}  // namespace pentimento
