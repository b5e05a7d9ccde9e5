#include "ui/prompt/intent.h"

#include <QCoreApplication>

namespace pentimento {
namespace {

struct IntentWords {
  const char* label;
  const char* explanation;
};

IntentWords wordsFor(Intent intent) {
  switch (intent) {
    case Intent::Generate:
      return {QT_TRANSLATE_NOOP("Intent", "Generate"),
              QT_TRANSLATE_NOOP("Intent", "Makes new pictures from the words alone")};
    case Intent::Fill:
      return {QT_TRANSLATE_NOOP("Intent", "Fill"),
              QT_TRANSLATE_NOOP("Intent", "Paints the masked part anew; nothing else changes")};
    case Intent::Refine:
      return {QT_TRANSLATE_NOOP("Intent", "Refine"),
              QT_TRANSLATE_NOOP("Intent", "Keeps what is there and reworks it by the strength")};
    case Intent::Expand:
      return {QT_TRANSLATE_NOOP("Intent", "Expand"),
              QT_TRANSLATE_NOOP("Intent", "Continues the picture beyond its edge")};
    case Intent::Vary:
      return {QT_TRANSLATE_NOOP("Intent", "Vary"),
              QT_TRANSLATE_NOOP("Intent", "Makes pictures with the same meaning")};
    case Intent::Interpolate:
      return {QT_TRANSLATE_NOOP("Intent", "Interpolate"),
              QT_TRANSLATE_NOOP("Intent", "Makes pictures between this one and the second")};
    case Intent::TextDiff:
      return {QT_TRANSLATE_NOOP("Intent", "Text diff"),
              QT_TRANSLATE_NOOP("Intent",
                                "Changes the picture as the words differ from those for it now")};
  }
  return {"", ""};
}

}  // namespace

bool isPossible(Intent intent, const CanvasSituation& situation) {
  switch (intent) {
    case Intent::Generate:
      return true;
    case Intent::Fill:
      return situation.mask && situation.picture;
    case Intent::Refine:
    case Intent::Vary:
      return situation.picture;
    case Intent::Expand:
      return situation.picture && situation.framePastCanvas;
    case Intent::Interpolate:
      return situation.picture && situation.secondPicture;
    case Intent::TextDiff:
      return situation.picture && situation.prompt && situation.baseline;
  }
  return false;
}

Task taskFor(Intent intent, const CanvasSituation& situation) {
  switch (intent) {
    case Intent::Generate:
      return Task::TextToImage;
    case Intent::Fill:
    case Intent::Expand:
      return Task::MaskedEdit;
    case Intent::Refine:
      return situation.mask ? Task::MaskedEdit : Task::ImageToImage;
    case Intent::Vary:
      return Task::Variations;
    case Intent::Interpolate:
      return Task::Interpolate;
    case Intent::TextDiff:
      return Task::TextDiff;
  }
  return Task::TextToImage;
}

std::vector<Intent> possibleIntents(const CanvasSituation& situation, const Capabilities& model) {
  std::vector<Intent> possible;
  for (const Intent intent : {Intent::Generate, Intent::Fill, Intent::Refine, Intent::Expand,
                              Intent::Vary, Intent::Interpolate, Intent::TextDiff})
    if (isPossible(intent, situation) && model.supports(taskFor(intent, situation)))
      possible.push_back(intent);
  return possible;
}

Intent intentFor(const CanvasSituation& situation, const Capabilities& model) {
  const auto can = [&](Intent intent) {
    return isPossible(intent, situation) && model.supports(taskFor(intent, situation));
  };
  if (can(Intent::Expand)) return Intent::Expand;
  if (situation.mask) {
    if (situation.strength < 1 && can(Intent::Refine)) return Intent::Refine;
    if (can(Intent::Fill)) return Intent::Fill;
  }
  if (can(Intent::Interpolate)) return Intent::Interpolate;
  if (can(Intent::TextDiff)) return Intent::TextDiff;
  if (situation.strength < 1 && can(Intent::Refine)) return Intent::Refine;
  if (!situation.prompt && can(Intent::Vary)) return Intent::Vary;
  return Intent::Generate;
}

QString labelFor(Intent intent) {
  return QCoreApplication::translate("Intent", wordsFor(intent).label);
}

QString explanationFor(Intent intent) {
  return QCoreApplication::translate("Intent", wordsFor(intent).explanation);
}

}  // namespace pentimento
