#include "app/history/history_store.h"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QSet>
#include <QTemporaryDir>
#include <csignal>

#include "app/history/picture_file.h"
#include "app/storage/sqlite_file.h"
#include "tests/support/fake_generator.h"
#include "tests/support/qt_wait.h"

namespace pentimento {
namespace {

GeneratedImage pictureOf(const std::string& prompt, uint64_t seed = 1) {
  GenerationRequest request;
  request.prompt = prompt;
  request.negativePrompt = "blurry";
  request.model = "tiny";
  request.seed = {seed};
  request.size = Extent{40, 30};
  request.guidance = 4.5;
  FakeGenerator generator({.step = std::chrono::milliseconds{0}, .steps = 1});
  return generator.generate(request, {}).images[0];
}

HistoryQuery withWords(const QString& words) {
  HistoryQuery query;
  query.words = words;
  return query;
}

HistoryQuery starred() {
  HistoryQuery query;
  query.starredOnly = true;
  return query;
}

HistoryQuery onBoard(const QString& board) {
  HistoryQuery query;
  query.board = board;
  return query;
}

HistoryQuery inTrash() {
  HistoryQuery query;
  query.trash = true;
  return query;
}

class HistoryStoreTest : public ::testing::Test {
 protected:
  std::unique_ptr<HistoryStore> open() {
    auto store = std::make_unique<HistoryStore>(
        HistoryFolders{root.filePath("pictures"), root.filePath("data")});
    QObject::connect(store.get(), &HistoryStore::failed,
                     [this](const QString& sentence) { failures << sentence; });
    QObject::connect(store.get(), &HistoryStore::rebuilt, [this](const QString&) { ++rebuilds; });
    EXPECT_TRUE(eventually([&] { return store->isReady() || !failures.isEmpty(); }));
    return store;
  }
  QStringList keys(const HistoryStore& store, const HistoryQuery& query = {}) {
    QStringList keys;
    for (const HistoryItem& item : store.items(query)) keys << item.key;
    return keys;
  }
  /// The keys of a history of one starred picture, closed, with this week's backup and no other.
  QStringList starredWithBackup() {
    QStringList added;
    {
      const auto store = open();
      added << store->add(pictureOf("starred"), {});
      store->setStarred(added, true);
      EXPECT_TRUE(eventually([&] { return keys(*store, starred()) == added; }));
    }
    QDir(root.filePath("data/backups")).removeRecursively();
    (void)open();  // makes the backup
    return added;
  }
  void damageDatabase() {
    QFile file(databasePath());
    ASSERT_TRUE(file.open(QIODevice::ReadWrite));
    file.write(QByteArray(4096, '\xa5'));
  }
  QString databasePath() const { return root.filePath("data/history.sqlite"); }

  QTemporaryDir root;
  QStringList failures;
  int rebuilds = 0;
};

TEST_F(HistoryStoreTest, APictureIsAFileThatDescribesItself) {
  const auto store = open();
  const GeneratedImage picture = pictureOf("a blue couch", 5);
  const QString key = store->add(picture, "parent-key");
  const auto entry = store->entry(key);
  ASSERT_TRUE(entry);
  EXPECT_TRUE(readPicture(entry->path).samePixels(picture.image));
  EXPECT_TRUE(entry->path.endsWith("/00001-5.png")) << entry->path.toStdString();
  EXPECT_EQ(entry->bytes, QFile(entry->path).size());

  const auto described = describePicture(entry->path);
  ASSERT_TRUE(described);
  EXPECT_EQ(described->key, key);
  EXPECT_EQ(described->parent, "parent-key");
  EXPECT_EQ(described->prompt, "a blue couch");
  EXPECT_EQ(described->seed, 5u);
  EXPECT_EQ(described->recipe, entry->recipe);
  EXPECT_EQ(described->size, QSize(40, 30));
  EXPECT_EQ(described->created, entry->created);
}

TEST_F(HistoryStoreTest, ListsTheNewestFirst) {
  const auto store = open();
  const QString first = store->add(pictureOf("one"), {});
  const QString second = store->add(pictureOf("two"), {});
  EXPECT_EQ(keys(*store), (QStringList{second, first}));
}

TEST_F(HistoryStoreTest, SearchesBeginningsOfWordsWhateverTheyContain) {
  const auto store = open();
  const QString couch = store->add(pictureOf("a blue couch"), {});
  const QString cafe = store->add(pictureOf("Café at night"), {});
  EXPECT_EQ(keys(*store, withWords("cou blu")), QStringList{couch});
  EXPECT_EQ(keys(*store, withWords("cafe")), QStringList{cafe});
  EXPECT_EQ(keys(*store, withWords("blurry")).size(), 2);
  EXPECT_TRUE(keys(*store, withWords("couch night")).isEmpty());
  for (const char* hostile : {"\"", "a\" OR \"b", "NEAR(", "*", "couch'; DROP TABLE entries"})
    EXPECT_NO_THROW((void)keys(*store, withWords(hostile))) << hostile;
  EXPECT_EQ(keys(*store).size(), 2);
}

TEST_F(HistoryStoreTest, StarsBoardsAndTrashNarrowTheList) {
  const auto store = open();
  const QString a = store->add(pictureOf("a"), {});
  const QString b = store->add(pictureOf("b"), {});
  const QString c = store->add(pictureOf("c"), {});
  store->setStarred({a, c}, true);
  store->setBoard({b}, "Cover");
  store->moveToTrash({c});
  ASSERT_TRUE(eventually([&] { return keys(*store, inTrash()) == QStringList{c}; }));
  EXPECT_EQ(keys(*store, starred()), QStringList{a});
  EXPECT_EQ(keys(*store, onBoard("Cover")), QStringList{b});
  EXPECT_EQ(store->boards(), QStringList{"Cover"});
  store->restoreFromTrash({c});
  ASSERT_TRUE(eventually([&] { return keys(*store).size() == 3; }));
}

TEST_F(HistoryStoreTest, DeletingForEverRemovesTheFile) {
  const auto store = open();
  const QString key = store->add(pictureOf("gone"), {});
  const QString path = store->entry(key)->path;
  ASSERT_TRUE(QFile::exists(path));
  store->deleteForEver({key});
  ASSERT_TRUE(eventually([&] { return keys(*store).isEmpty(); }));
  EXPECT_FALSE(QFile::exists(path));
}

TEST_F(HistoryStoreTest, KnowsWhichPictureCameFromWhich) {
  const auto store = open();
  const QString root = store->add(pictureOf("room"), {});
  const QString couch = store->add(pictureOf("couch"), root);
  const QString lamp = store->add(pictureOf("lamp"), couch);
  const QString other = store->add(pictureOf("red couch"), root);
  const HistoryFamily family = store->family(lamp);
  ASSERT_EQ(family.ancestors.size(), 2u);
  EXPECT_EQ(family.ancestors[0].key, root);
  EXPECT_EQ(family.ancestors[1].key, couch);
  const HistoryFamily ofRoot = store->family(root);
  ASSERT_EQ(ofRoot.children.size(), 2u);
  EXPECT_EQ(ofRoot.children[1].key, other);
}

TEST_F(HistoryStoreTest, IsRebuiltFromThePicturesAlone) {
  QStringList before;
  std::string recipe;
  {
    const auto store = open();
    store->add(pictureOf("one", 1), {});
    store->add(pictureOf("two", 2), "x");
    before = keys(*store);
    recipe = store->entry(before[0])->recipe;
  }
  QFile::remove(databasePath());
  QDir(root.filePath("data/backups")).removeRecursively();
  const auto store = open();
  ASSERT_TRUE(eventually([&] { return keys(*store) == before; }));
  EXPECT_EQ(store->entry(before[0])->recipe, recipe);
  EXPECT_EQ(store->entry(before[0])->parent, "x");
}

TEST_F(HistoryStoreTest, ADamagedDatabaseIsKeptAndRebuiltWithItsStars) {
  const QStringList before = starredWithBackup();
  damageDatabase();
  const auto store = open();
  ASSERT_TRUE(eventually([&] { return keys(*store, starred()) == before; }));
  EXPECT_EQ(rebuilds, 1);
  EXPECT_EQ(QDir(root.filePath("data")).entryList({"history.sqlite.damaged-*"}).size(), 1);
}

TEST_F(HistoryStoreTest, DamageThatOnlyIndexesShowIsFoundAndMended) {
  QString key;
  {
    const auto store = open();
    key = store->add(pictureOf("a blue couch"), {});
  }
  {
    // An entry whose words the index has never seen: every page is well formed.
    const SqliteFile file(databasePath(), SqliteAccess::ReadWrite);
    file.run("DROP TRIGGER entries_removed");
    file.run("DELETE FROM entries");
    file.run(
        "CREATE TRIGGER entries_removed AFTER DELETE ON entries BEGIN"
        " INSERT INTO entries_words(entries_words, rowid, prompt, negative, model)"
        " VALUES ('delete', old.id, old.prompt, old.negative, old.model); END");
  }
  const auto store = open();
  ASSERT_TRUE(eventually([&] { return rebuilds == 1; }));
  ASSERT_TRUE(eventually([&] { return keys(*store, withWords("couch")) == QStringList{key}; }));
}

TEST_F(HistoryStoreTest, ForgetsEntriesWhoseFilesAreGone) {
  QString path;
  {
    const auto store = open();
    path = store->entry(store->add(pictureOf("gone"), {}))->path;
  }
  QFile::remove(path);
  const auto store = open();
  EXPECT_TRUE(eventually([&] { return keys(*store).isEmpty(); }));
}

TEST_F(HistoryStoreTest, SaysWhyAPictureCannotBeKept) {
  QFile blocker(root.filePath("pictures"));
  ASSERT_TRUE(blocker.open(QIODevice::WriteOnly));
  const auto store = open();
  try {
    store->add(pictureOf("nowhere"), {});
    FAIL() << "a file stands where the folder should be";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::Io);
    EXPECT_NE(std::string(error.what()).find("pictures"), std::string::npos);
  }
}

/// Files may not grow beyond this while it lives: what a full disk does to us.
class FullDisk {
 public:
  explicit FullDisk(rlim_t bytes) {
    std::signal(SIGXFSZ, SIG_IGN);
    ::getrlimit(RLIMIT_FSIZE, &m_before);
    rlimit small = m_before;
    small.rlim_cur = bytes;
    ::setrlimit(RLIMIT_FSIZE, &small);
  }
  ~FullDisk() { ::setrlimit(RLIMIT_FSIZE, &m_before); }

 private:
  rlimit m_before{};
};

TEST_F(HistoryStoreTest, AFullDiskLosesNothingAndLeavesNoPieces) {
  const auto store = open();
  const QString kept = store->add(pictureOf("kept"), {});
  {
    const FullDisk full(200);
    try {
      store->add(pictureOf("too much"), {});
      FAIL() << "the picture is larger than the disk";
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::Io);
      EXPECT_NE(std::string(error.what()).find("pictures"), std::string::npos) << error.what();
    }
  }
  const QString later = store->add(pictureOf("later"), {});
  EXPECT_EQ(keys(*store), (QStringList{later, kept}));
  QDirIterator files(root.filePath("pictures"), QDir::Files, QDirIterator::Subdirectories);
  int count = 0;
  while (files.hasNext()) {
    EXPECT_TRUE(describePicture(files.next())) << files.filePath().toStdString();
    ++count;
  }
  EXPECT_EQ(count, 2);
}

TEST_F(HistoryStoreTest, APictureThatCannotBeIndexedIsKeptSaidAndAdoptedLater) {
  QStringList all;
  {
    const auto store = open();
    const FullDisk full(64 << 10);  // room for each picture, not for the database's log
    for (int i = 0; i < 60; ++i)
      all << store->add(pictureOf("picture number " + std::to_string(i), 1000 + i), {});
    ASSERT_TRUE(eventually([&] { return !failures.isEmpty(); }));
  }
  const auto store = open();
  ASSERT_TRUE(eventually([&] { return keys(*store).size() == all.size(); }));
  EXPECT_EQ(QSet<QString>(all.begin(), all.end()).size(), 60);
}

TEST_F(HistoryStoreTest, EmptiesTheTrashAfterThirtyDays) {
  QString old, recent;
  {
    const auto store = open();
    old = store->add(pictureOf("old"), {});
    recent = store->add(pictureOf("recent"), {});
  }
  {
    HistoryDatabase database(databasePath(), SqliteAccess::ReadWrite);
    const QDateTime now = QDateTime::currentDateTime();
    database.setTrashed({old}, now.addDays(-HistoryStore::kTrashDays).addSecs(-60));
    database.setTrashed({recent}, now.addDays(-HistoryStore::kTrashDays).addSecs(600));
  }
  const auto store = open();
  EXPECT_TRUE(eventually([&] { return keys(*store, inTrash()) == QStringList{recent}; }));
}

TEST_F(HistoryStoreTest, SurvivesDatabasesThatWereMutated) {
  {
    const auto store = open();
    for (int i = 0; i < 5; ++i) store->add(pictureOf("entry", i), {});
  }
  QFile original(databasePath());
  ASSERT_TRUE(original.open(QIODevice::ReadOnly));
  const QByteArray good = original.readAll();
  original.close();
  uint32_t state = 2463534242;  // xorshift32
  const auto random = [&state](uint32_t below) {
    state ^= state << 13, state ^= state >> 17, state ^= state << 5;
    return state % below;
  };
  for (int round = 0; round < 40; ++round) {
    QByteArray bad = good;
    if (round % 4 == 0) bad.truncate(random(good.size()));
    for (int k = 0; k < 30 && !bad.isEmpty(); ++k) bad[random(bad.size())] = char(random(256));
    for (const char* part : {"-wal", "-shm"}) QFile::remove(databasePath() + part);
    QFile file(databasePath());
    ASSERT_TRUE(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
    file.write(bad);
    file.close();
    failures.clear();
    const auto store = open();
    EXPECT_NO_THROW(store->add(pictureOf("after", 100 + round), {})) << "round " << round;
  }
}

TEST_F(HistoryStoreTest, APictureThatTheArtistMovedKeepsItsStarAndACopyIsNoOther) {
  QString key, path;
  {
    const auto store = open();
    key = store->add(pictureOf("moved"), {});
    path = store->entry(key)->path;
    store->setStarred({key}, true);
    ASSERT_TRUE(eventually([&] { return keys(*store, starred()) == QStringList{key}; }));
  }
  const QString better = root.filePath("pictures/the best.png");
  ASSERT_TRUE(QFile::rename(path, better));
  {
    const auto store = open();
    ASSERT_TRUE(eventually([&] { return store->entry(key) && store->entry(key)->path == better; }));
    EXPECT_EQ(keys(*store, starred()), QStringList{key});
  }
  ASSERT_TRUE(QFile::copy(better, root.filePath("pictures/copy.png")));
  int adopted = 0;
  const auto store = open();
  QObject::connect(store.get(), &HistoryStore::adopted, [&](int count) { adopted += count; });
  const QString next = store->add(pictureOf("next"), {});  // after what opening does
  ASSERT_TRUE(eventually([&] { return keys(*store).contains(next); }));
  QCoreApplication::processEvents();
  EXPECT_EQ(adopted, 0);
  EXPECT_EQ(store->entry(key)->path, better);
}

TEST_F(HistoryStoreTest, AnEmptyFolderIsADiskThatIsNotMounted) {
  QString key;
  {
    const auto store = open();
    key = store->add(pictureOf("away"), {});
    store->setStarred({key}, true);
    ASSERT_TRUE(eventually([&] { return keys(*store, starred()) == QStringList{key}; }));
  }
  QDir().rename(root.filePath("pictures"), root.filePath("elsewhere"));
  QDir().mkpath(root.filePath("pictures"));
  {
    const auto store = open();
    store->setBoard({}, "");  // when this is done, so is opening
    bool done = false;
    QObject::connect(store.get(), &HistoryStore::changed, [&] { done = true; });
    ASSERT_TRUE(eventually([&] { return done; }));
  }
  QDir().rmdir(root.filePath("pictures"));
  QDir().rename(root.filePath("elsewhere"), root.filePath("pictures"));
  const auto store = open();
  EXPECT_EQ(keys(*store, starred()), QStringList{key});
}

TEST_F(HistoryStoreTest, ABackupThatWasCutShortIsPassedOver) {
  const QStringList before = starredWithBackup();
  QFile newest(root.filePath("data/backups/history-29991231.sqlite"));
  ASSERT_TRUE(newest.open(QIODevice::WriteOnly));
  newest.write("half of a backup");
  newest.close();
  damageDatabase();
  const auto store = open();
  EXPECT_TRUE(eventually([&] { return keys(*store, starred()) == before; }));
}

}  // namespace
}  // namespace pentimento
