/// Documents from files and into files.
#pragma once

#include <filesystem>

#include "app/document/document.h"
#include "core/api/run_context.h"

namespace pentimento {

/// OpenRaster, PNG, JPEG, WebP, TIFF; decided by content.
/// @throws Error(NotFound, CorruptFile, InvalidInput, Io)
[[nodiscard]] DocumentState openDocument(const std::filesystem::path& path);

/// Whether a file of this name holds all of a document: layers, edits, mask.
[[nodiscard]] bool keepsEverything(const std::filesystem::path& path);

/// By the extension of the name. Complete or not there; replaces an earlier file. Pictures carry
/// the document's metadata and, when an edit shows in them, its recipe.
/// @throws Error(InvalidInput) for another extension; Error(Io) disk full, read-only ...; Cancelled
/// when nothing was written yet
void saveDocument(const DocumentState& state, const std::filesystem::path& path,
                  const RunContext& context = {});

}  // namespace pentimento
