#include "ui/queue/queue_text.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>

namespace pentimento {
namespace {

QString words(const char* text) {
  return QCoreApplication::translate("Queue", text);
}

}  // namespace

QString titleOf(const Job& job) {
  if (!job.prompt.isEmpty()) return job.prompt.simplified();
  switch (job.task) {
    case Task::MaskedEdit:
      return words(QT_TRANSLATE_NOOP("Queue", "Fill from the surroundings"));
    case Task::Variations:
      return words(QT_TRANSLATE_NOOP("Queue", "Variations"));
    default:
      return words(QT_TRANSLATE_NOOP("Queue", "Without words"));
  }
}

QString stageInWords(const std::string& stage) {
  static const std::pair<const char*, const char*> stages[] = {
      {"load", QT_TRANSLATE_NOOP("Queue", "Loading the model")},
      {"text", QT_TRANSLATE_NOOP("Queue", "Reading the prompt")},
      {"prior", QT_TRANSLATE_NOOP("Queue", "Imagining")},
      {"sample", QT_TRANSLATE_NOOP("Queue", "Painting")},
      {"decode", QT_TRANSLATE_NOOP("Queue", "Decoding")},
      {"upscale", QT_TRANSLATE_NOOP("Queue", "Enlarging")},
      {"save", QT_TRANSLATE_NOOP("Queue", "Saving")}};
  for (const auto& [name, text] : stages)
    if (stage == name) return words(text);
  return words(QT_TRANSLATE_NOOP("Queue", "Working"));
}

QString timeInWords(double seconds) {
  if (seconds < 90) return QString("%1 s").arg(int(std::ceil(seconds)));
  return QString("%1 min").arg(int(std::ceil(seconds / 60)));
}

QString describe(const Job& job, const std::optional<Progress>& progress) {
  switch (job.state) {
    case JobState::Waiting:
      return words(QT_TRANSLATE_NOOP("Queue", "Waiting"));
    case JobState::Failed:
    case JobState::SetAside:
      return job.message;
    case JobState::Running:
      break;
  }
  if (job.stopping) return words(QT_TRANSLATE_NOOP("Queue", "Stopping …"));
  if (!progress) return words(QT_TRANSLATE_NOOP("Queue", "Starting"));
  QString text = stageInWords(progress->stage);
  if (progress->steps > 0) text += QString(" %1/%2").arg(progress->step).arg(progress->steps);
  if (job.pictures > 1)
    text += " · " + words(QT_TRANSLATE_NOOP("Queue", "image %1 of %2"))
                        .arg(std::min(job.done + 1, job.pictures))
                        .arg(job.pictures);
  if (job.secondsLeft)
    text += " · " + words(QT_TRANSLATE_NOOP("Queue", "%1 left")).arg(timeInWords(*job.secondsLeft));
  return text;
}

double shareDone(const Job& job, const Progress& progress) {
  const double step = progress.steps > 0 ? double(progress.step) / progress.steps : 0;
  return std::clamp((job.done + step) / std::max(1, job.pictures), 0.0, 1.0);
}

}  // namespace pentimento
