// The second language is complete and means the same placeholders.
#include <gtest/gtest.h>

#include <QFile>
#include <QRegularExpression>
#include <QXmlStreamReader>

namespace pentimento {
namespace {

QStringList placeholdersIn(const QString& text) {
  static const QRegularExpression placeholder("%L?[0-9n]|\\{prompt\\}");
  QStringList found;
  for (auto it = placeholder.globalMatch(text); it.hasNext();) found.append(it.next().captured());
  found.sort();
  return found;
}

TEST(Translation, IsCompleteAndKeepsThePlaceholders) {
  QFile file(PENTIMENTO_SOURCE_DIR "/resources/translations/pentimento_de.ts");
  ASSERT_TRUE(file.open(QIODevice::ReadOnly));
  QXmlStreamReader xml(&file);
  QString source;
  bool plural = false;
  int messages = 0;
  while (!xml.atEnd()) {
    if (xml.readNext() != QXmlStreamReader::StartElement) continue;
    if (xml.name() == QLatin1String("message")) {
      plural = xml.attributes().hasAttribute("numerus");
      ++messages;
    } else if (xml.name() == QLatin1String("source")) {
      source = xml.readElementText();
    } else if (xml.name() == QLatin1String("translation")) {
      EXPECT_FALSE(xml.attributes().hasAttribute("type")) << source.toStdString();
      if (!plural)
        EXPECT_EQ(placeholdersIn(xml.readElementText()), placeholdersIn(source))
            << source.toStdString();
    } else if (xml.name() == QLatin1String("numerusform")) {
      EXPECT_EQ(placeholdersIn(xml.readElementText()), placeholdersIn(source))
          << source.toStdString();
    }
  }
  EXPECT_FALSE(xml.hasError()) << xml.errorString().toStdString();
  EXPECT_GT(messages, 400);
}

}  // namespace
}  // namespace pentimento
