/// Documents from files and into files.
#pragma once

#include <filesystem>
#include <memory>

#include "app/document/document.h"

namespace pentimento {

/// OpenRaster, PNG, JPEG, WebP, TIFF; decided by content. The document is not modified.
/// @throws Error(NotFound, CorruptFile, InvalidInput, Io)
[[nodiscard]] std::unique_ptr<Document> openDocument(const std::filesystem::path& path);

/// Whether a file of this name holds all of a document: layers, edits, mask.
[[nodiscard]] bool keepsEverything(const std::filesystem::path& path);

/// By the extension of the name. Complete or not there; replaces an earlier file. Pictures carry
/// the document's metadata and, when an edit shows in them, its recipe.
/// @param quality of JPEG and WebP, 1 to 100
/// @throws Error(InvalidInput) for another extension; Error(Io) disk full, read-only ...
void saveDocument(const DocumentState& state, const std::filesystem::path& path, int quality = 92);

}  // namespace pentimento
