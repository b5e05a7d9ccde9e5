#include <QCoreApplication>
#include <QLocale>

#include "ui/models/models_dialog.h"

namespace pentimento {
namespace {

struct ModelCardText {
  Q_DECLARE_TR_FUNCTIONS(ModelCard)
};

QString taskText(Task task) {
  switch (task) {
    case Task::TextToImage:
      return ModelCardText::tr("pictures from text");
    case Task::ImageToImage:
      return ModelCardText::tr("refining pictures");
    case Task::MaskedEdit:
      return ModelCardText::tr("edits under a mask");
    case Task::Variations:
      return ModelCardText::tr("variations");
    case Task::Interpolate:
      return ModelCardText::tr("pictures between two");
    case Task::TextDiff:
      return ModelCardText::tr("changes by text");
  }
  return {};
}

QString line(const QString& name, const QString& value) {
  return value.isEmpty() ? QString()
                         : QString("<p><b>%1</b><br>%2</p>").arg(name, value.toHtmlEscaped());
}

QString list(const std::vector<std::string>& words) {
  QStringList all;
  for (const std::string& word : words) all << QString::fromStdString(word);
  return all.join(", ");
}

QString precisions(const ModelCard& card) {
  QStringList all;
  for (const auto& [type, bytes] : card.bytesByType) all << QString::fromStdString(type);
  return all.join(", ");
}

}  // namespace

QString describeCard(const ModelCard& card) {
  const Capabilities& can = card.capabilities;
  QStringList tasks, parts;
  for (const Task task : can.tasks) tasks << taskText(task);
  if (can.dedicatedInpainting) tasks << ModelCardText::tr("made for inpainting");
  for (const ModelPart& part : card.parts) parts << QString::fromUtf8(wordFor(part.kind).data());
  parts.removeDuplicates();
  parts.replaceInStrings("_", " ");
  QString html = QString("<h3>%1</h3>").arg(QString::fromStdString(card.name).toHtmlEscaped());
  html += line(ModelCardText::tr("What it is"), QString::fromStdString(can.architecture));
  html += line(ModelCardText::tr("Can do"), tasks.join(", "));
  html += line(ModelCardText::tr("Holds"), parts.join(", "));
  if (card.bytes() > 0)
    html +=
        line(ModelCardText::tr("Size"),
             QString("%1, %2").arg(QLocale().formattedDataSize(card.bytes()), precisions(card)));
  html += line(ModelCardText::tr("Needs from elsewhere"), list(card.missing));
  html += line(
      card.runnable ? ModelCardText::tr("Note") : ModelCardText::tr("Why it cannot be used alone"),
      QString::fromStdString(card.note));
  html += line(ModelCardText::tr("File"), QString::fromStdString(card.path));
  return html;
}

}  // namespace pentimento
