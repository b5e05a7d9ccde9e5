/// Everything that the prompt panel holds, as one value that is remembered.
#pragma once

#include <QByteArray>
#include <QSize>
#include <QString>
#include <QStringList>
#include <optional>

#include "core/api/generation_request.h"

namespace pentimento {

/// Width : height.
struct Aspect {
  int width = 1, height = 1;
  bool operator==(const Aspect&) const = default;
};

struct PromptValues {
  QString prompt, negativePrompt;
  QStringList styles;  ///< by name, applied in their order
  std::vector<LoraUse> loras;
  int count = 4;
  quint64 seed = 0;
  bool seedLocked = false;  ///< else every press of the button draws a new one
  double strength = 1.0;
  Aspect aspect;
  int steps = 0;                   ///< 0 = the model's default
  std::optional<double> guidance;  ///< absent = the model's default
  QString sampler, schedule;       ///< empty = the model's default
  MaskedEditOptions edit;
  UnclipOptions unclip;
  bool operator==(const PromptValues&) const = default;
};

[[nodiscard]] QByteArray toJson(const PromptValues& values);
/// Values that are missing or unreadable take their defaults: nothing here is worth an error.
[[nodiscard]] PromptValues promptValuesFromJson(const QByteArray& json);

/// The settings of a request; task, pixels and frame are left to whoever knows the canvas.
[[nodiscard]] GenerationRequest requestFrom(const PromptValues& values);
/// What a recipe says, over `values`.
[[nodiscard]] PromptValues withRecipe(PromptValues values, const GenerationRequest& recipe);

}  // namespace pentimento
