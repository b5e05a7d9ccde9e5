#include "app/history/embedding_store.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <algorithm>
#include <cstring>

#include "core/base/error.h"

namespace pentimento {
namespace {

QByteArray bytesOf(const Embedding& embedding) {
  return {reinterpret_cast<const char*>(embedding.data()),
          qsizetype(embedding.size() * sizeof(float))};
}

Embedding embeddingIn(const QByteArray& bytes) {
  Embedding embedding(size_t(bytes.size()) / sizeof(float));
  std::memcpy(embedding.data(), bytes.constData(), embedding.size() * sizeof(float));
  return embedding;
}

}  // namespace

EmbeddingStore::EmbeddingStore(const QString& cacheFolder)
    : m_path(cacheFolder + "/meanings.sqlite") {
  QDir().mkpath(cacheFolder);
  try {
    open();
  } catch (const Error& error) {
    replaceIfDamaged(error);
  }
}

const EmbeddingStore::Embeddings& EmbeddingStore::of(const std::string& clip) {
  const auto [known, fresh] = m_known.try_emplace(clip);
  if (!fresh || !m_file) return known->second;
  try {
    QSqlQuery row = m_file->run("SELECT key, embedding FROM embeddings WHERE clip = ?",
                                {QString::fromStdString(clip)});
    while (row.next())
      known->second.emplace(row.value(0).toString(), embeddingIn(row.value(1).toByteArray()));
  } catch (const Error& error) {  // looked at again
    replaceIfDamaged(error);
  }
  return known->second;
}

void EmbeddingStore::keep(const std::string& clip, const Embeddings& embeddings) {
  (void)of(clip);
  for (const auto& [key, embedding] : embeddings) m_known[clip][key] = embedding;
  if (!m_file) return;
  try {
    SqliteTransaction together(*m_file);
    for (const auto& [key, embedding] : embeddings)
      m_file->run("INSERT OR REPLACE INTO embeddings VALUES (?, ?, ?)",
                  {QString::fromStdString(clip), key, bytesOf(embedding)});
    together.commit();
  } catch (const Error& error) {  // a cache that cannot be written is slow, not wrong
    replaceIfDamaged(error);
  }
}

void EmbeddingStore::open() {
  auto file = std::make_unique<SqliteFile>(m_path, SqliteAccess::ReadWrite);
  file->run("PRAGMA synchronous = OFF");
  file->run(
      "CREATE TABLE IF NOT EXISTS embeddings"
      " (clip TEXT NOT NULL, key TEXT NOT NULL, embedding BLOB NOT NULL, PRIMARY KEY (clip, key))");
  m_file = std::move(file);
}

void EmbeddingStore::replaceIfDamaged(const Error& error) {
  if (error.kind() != ErrorKind::CorruptFile) return;
  m_file.reset();
  for (const char* part : {"", "-wal", "-shm"}) QFile::remove(m_path + part);
  try {
    open();
  } catch (const Error&) {  // then there is none
  }
}

std::vector<std::pair<double, QString>> byMeaning(const EmbeddingStore::Embeddings& pictures,
                                                  const Embedding& wanted) {
  std::vector<std::pair<double, QString>> order;
  order.reserve(pictures.size());
  for (const auto& [key, embedding] : pictures)
    order.emplace_back(similarity(embedding, wanted), key);
  std::ranges::stable_sort(order, [](const auto& a, const auto& b) { return a.first > b.first; });
  return order;
}

}  // namespace pentimento
