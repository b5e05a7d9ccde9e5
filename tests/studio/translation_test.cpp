// The second language is complete and means the same placeholders.
#include <gtest/gtest.h>

#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QSet>
#include <QTemporaryDir>
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

/// Context and text of every message.
QSet<QString> messagesIn(const QString& path) {
  QFile file(path);
  EXPECT_TRUE(file.open(QIODevice::ReadOnly)) << path.toStdString();
  QXmlStreamReader xml(&file);
  QSet<QString> messages;
  QString context;
  while (!xml.atEnd()) {
    if (xml.readNext() != QXmlStreamReader::StartElement) continue;
    if (xml.name() == QLatin1String("name")) context = xml.readElementText();
    if (xml.name() == QLatin1String("source"))
      messages.insert(context + ": " + xml.readElementText());
  }
  return messages;
}

TEST(Translation, HasEveryStringOfTheSources) {
  const QTemporaryDir folder;
  const QString inSources = folder.filePath("sources.ts");
  QProcess lupdate;
  lupdate.setWorkingDirectory(PENTIMENTO_SOURCE_DIR);
  lupdate.start(PENTIMENTO_LUPDATE,
                {"-silent", "app", "ui", "-I", ".", "-locations", "none", "-source-language", "en",
                 "-target-language", "de", "-ts", inSources});
  ASSERT_TRUE(lupdate.waitForFinished(120000)) << "no " PENTIMENTO_LUPDATE;
  ASSERT_EQ(lupdate.exitCode(), 0) << lupdate.readAllStandardError().toStdString();
  const QSet<QString> wanted = messagesIn(inSources);
  const QSet<QString> there =
      messagesIn(PENTIMENTO_SOURCE_DIR "/resources/translations/pentimento_de.ts");
  EXPECT_GT(wanted.size(), 400);
  for (const QString& message : wanted - there)
    ADD_FAILURE() << "not translated: " << message.toStdString();
  for (const QString& message : there - wanted)
    ADD_FAILURE() << "no longer in the sources: " << message.toStdString();
}

}  // namespace
}  // namespace pentimento
