/// The recipe inside a picture file: what makes it, in our words and in those of other tools.
#pragma once

#include <optional>

#include "core/api/a1111_parameters.h"

namespace pentimento {

/// Keyword of our text: {"version": 1, "request": {...}} and what others add to it.
inline constexpr const char* kRecipeKeyword = "pentimento";
/// Keyword of A1111's text.
inline constexpr const char* kParametersKeyword = "parameters";
inline constexpr int kRecipeTextVersion = 1;

/// Writes both texts into the metadata, replacing those that are there, and into its XMP that a
/// model made the picture, or parts of it.
void stampRecipe(ImageMetadata& metadata, const GenerationRequest& recipe, const ModelStamp& model);

/// The recipe a file carries: ours, else another program's (foreign_recipes.h), else A1111's text;
/// nothing when it has none.
/// @throws Error(CorruptFile, InvalidInput) when ours is there and cannot be read
[[nodiscard]] std::optional<GenerationRequest> readRecipe(const ImageMetadata& metadata);

}  // namespace pentimento
