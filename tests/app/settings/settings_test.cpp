#include "app/settings/settings.h"

#include <gtest/gtest.h>

#include <QFile>
#include <QTemporaryDir>

#include "app/settings/standard_folders.h"

namespace pentimento {
namespace {

class SettingsTest : public ::testing::Test {
 protected:
  QTemporaryDir folder;
  QString path = folder.filePath("config/studio.ini");
};

TEST_F(SettingsTest, RemembersValuesOfEveryType) {
  {
    Settings settings(path);
    settings.set(setting::kTheme, QString("light"));
    settings.set(setting::kUnloadMinutes, 11);
    settings.set(setting::kHistoryGiB, 2.5);
    settings.set(setting::kStartedBefore, true);
    settings.set(setting::kModelFolders, QStringList{"/a, b", "/ü"});
    settings.set(setting::kWindowState, QByteArray("\0\1\2", 3));
  }
  const Settings settings(path);
  EXPECT_EQ(settings.get(setting::kTheme), "light");
  EXPECT_EQ(settings.get(setting::kUnloadMinutes), 11);
  EXPECT_EQ(settings.get(setting::kHistoryGiB), 2.5);
  EXPECT_TRUE(settings.get(setting::kStartedBefore));
  EXPECT_EQ(settings.get(setting::kModelFolders), (QStringList{"/a, b", "/ü"}));
  EXPECT_EQ(settings.get(setting::kWindowState), QByteArray("\0\1\2", 3));
}

TEST_F(SettingsTest, FallsBackWhereNothingIsSet) {
  const Settings settings(path);
  EXPECT_EQ(settings.get(setting::kTheme), setting::kTheme.fallback);
  EXPECT_TRUE(settings.get(setting::kEngineCommand).isEmpty());
}

TEST_F(SettingsTest, KeepsUnknownKeys) {
  {
    QSettings newer(path, QSettings::IniFormat);
    newer.setValue("future/feature", "on");
  }
  {
    Settings settings(path);
    settings.set(setting::kUnloadMinutes, 1);
  }
  EXPECT_EQ(QSettings(path, QSettings::IniFormat).value("future/feature").toString(), "on");
}

TEST_F(SettingsTest, ShortcutsCanBeChangedAndReset) {
  Settings settings(path);
  EXPECT_EQ(settings.shortcut("generate", "Ctrl+Return"), "Ctrl+Return");
  settings.setShortcut("generate", "F5");
  EXPECT_EQ(settings.shortcut("generate", "Ctrl+Return"), "F5");
  settings.setShortcut("generate", "");
  EXPECT_EQ(settings.shortcut("generate", "Ctrl+Return"), "") << "an empty shortcut is a choice";
  settings.setShortcut("generate", QString());
  EXPECT_EQ(settings.shortcut("generate", "Ctrl+Return"), "Ctrl+Return");
}

TEST_F(SettingsTest, TellsOnlyRealChanges) {
  Settings settings(path);
  int changes = 0;
  QObject::connect(&settings, &Settings::changed, [&] { ++changes; });
  settings.set(setting::kUnloadMinutes, 7);
  settings.set(setting::kUnloadMinutes, 7);
  EXPECT_EQ(changes, 1);
}

TEST(StandardFoldersTest, ADataDirHoldsEverything) {
  const StandardFolders folders = foldersBelow("/somewhere/else");
  for (const QString& path :
       {folders.config, folders.data, folders.cache, folders.pictures, folders.models})
    EXPECT_TRUE(path.startsWith("/somewhere/else/")) << path.toStdString();
}

TEST(StandardFoldersTest, FollowTheXdgVariables) {
  const QTemporaryDir home;
  qputenv("XDG_DATA_HOME", home.path().toUtf8());
  EXPECT_EQ(platformFolders().data, home.path() + "/pentimento");
  qunsetenv("XDG_DATA_HOME");
}

}  // namespace
}  // namespace pentimento
