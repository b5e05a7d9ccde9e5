/// The `parameters` text that AUTOMATIC1111's web interface puts into pictures and every tool
/// reads.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/api/generation_request.h"

namespace pentimento {

/// The text taken apart; values as written, unquoted, in their order.
struct A1111Parameters {
  std::string prompt;
  std::string negativePrompt;
  std::vector<std::pair<std::string, std::string>> values;  ///< "Steps" → "20" ...
  bool operator==(const A1111Parameters&) const = default;
  /// Of the first entry with this key, or nullptr.
  [[nodiscard]] const std::string* value(std::string_view key) const noexcept;
};

/// Never fails: what is no line of parameters is prompt.
[[nodiscard]] A1111Parameters parseA1111(std::string_view text);
/// Inverse of `parseA1111`.
[[nodiscard]] std::string formatA1111(const A1111Parameters& parameters);

/// What is known of the model beside the request.
struct ModelStamp {
  std::string name;  ///< without folder and extension
  std::string hash;  ///< first ten hexadecimal digits of the file's SHA-256; may be empty
};

/// A recipe (every default resolved) in that vocabulary.
[[nodiscard]] A1111Parameters a1111FromRequest(const GenerationRequest& request,
                                               const ModelStamp& model);
/// The settings a text asks for; what it does not say, or says in a way that means nothing here,
/// stays at its default. The task is TextToImage: pictures do not travel in the text.
[[nodiscard]] GenerationRequest requestFromA1111(const A1111Parameters& parameters);

}  // namespace pentimento
