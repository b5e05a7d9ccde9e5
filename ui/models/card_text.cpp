#include <QCoreApplication>
#include <QLocale>

#include "ui/models/models_dialog.h"

namespace pentimento {
namespace {

QString text(const char* source) {
  return QCoreApplication::translate("ModelCard", source);
}

QString taskText(Task task) {
  switch (task) {
    case Task::TextToImage:
      return text("pictures from text");
    case Task::ImageToImage:
      return text("refining pictures");
    case Task::MaskedEdit:
      return text("edits under a mask");
    case Task::Variations:
      return text("variations");
    case Task::Interpolate:
      return text("pictures between two");
    case Task::TextDiff:
      return text("changes by text");
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
  if (can.dedicatedInpainting) tasks << text("made for inpainting");
  for (const ModelPart& part : card.parts) parts << QString::fromUtf8(wordFor(part.kind).data());
  parts.replaceInStrings("_", " ");
  QString html = QString("<h3>%1</h3>").arg(QString::fromStdString(card.name).toHtmlEscaped());
  html += line(text("What it is"), QString::fromStdString(can.architecture));
  html += line(text("Can do"), tasks.join(", "));
  html += line(text("Holds"), parts.join(", "));
  if (card.bytes() > 0)
    html += line(text("Size"), QString("%1, %2").arg(QLocale().formattedDataSize(card.bytes()),
                                                     precisions(card)));
  html += line(text("Needs from elsewhere"), list(card.missing));
  html += line(card.runnable ? text("Note") : text("Why it cannot be used alone"),
               QString::fromStdString(card.note));
  html += line(text("File"), QString::fromStdString(card.path));
  return html;
}

}  // namespace pentimento
