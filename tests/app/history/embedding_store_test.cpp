#include "app/history/embedding_store.h"

#include <gtest/gtest.h>

#include <QFile>
#include <QTemporaryDir>

#include "core/base/error.h"

namespace pentimento {
namespace {

TEST(EmbeddingStoreTest, KeepsThemApartByClipAndOverRestarts) {
  const QTemporaryDir folder;
  {
    EmbeddingStore store(folder.path());
    EXPECT_TRUE(store.of("a").empty());
    store.keep("a", {{"one", {1, 0}}, {"two", {0.6F, 0.8F}}});
    store.keep("b", {{"one", {0, 0, 1}}});
    store.keep("a", {{"two", {0, 1}}});
  }
  EmbeddingStore store(folder.path());
  const EmbeddingStore::Embeddings expected{{"one", {1, 0}}, {"two", {0, 1}}};
  EXPECT_EQ(store.of("a"), expected);
  EXPECT_EQ(store.of("b").size(), 1u);
  EXPECT_TRUE(store.of("c").empty());
}

TEST(EmbeddingStoreTest, ADamagedFileIsReplaced) {
  const QTemporaryDir folder;
  EmbeddingStore(folder.path()).keep("a", {{"one", {1, 0}}});
  QFile file(folder.filePath("meanings.sqlite"));
  ASSERT_TRUE(file.open(QIODevice::ReadWrite));
  file.write("this is no database, and never was one");
  file.close();
  {
    EmbeddingStore store(folder.path());
    EXPECT_TRUE(store.of("a").empty());
    store.keep("a", {{"two", {0, 1}}});
  }
  EXPECT_EQ(EmbeddingStore(folder.path()).of("a").size(), 1u);
}

TEST(EmbeddingStoreTest, OrdersByMeaningAndRefusesAnotherClip) {
  const EmbeddingStore::Embeddings pictures{
      {"far", {-1, 0}}, {"near", {0.8F, 0.6F}}, {"same", {1, 0}}};
  std::vector<QString> keys;
  for (const auto& [match, key] : byMeaning(pictures, {1, 0})) keys.push_back(key);
  EXPECT_EQ(keys, (std::vector<QString>{"same", "near", "far"}));
  EXPECT_THROW((void)byMeaning(pictures, {1, 0, 0}), Error);
}

}  // namespace
}  // namespace pentimento
