/// What the history's pictures mean to a CLIP, kept so that each is looked at once.
#pragma once

#include <QString>
#include <map>
#include <memory>
#include <vector>

#include "app/storage/sqlite_file.h"
#include "core/api/picture_match.h"
#include "core/base/error.h"

namespace pentimento {

/// A file that may be deleted at any time. Embeddings belong to a picture of the history, whose
/// file never changes, and to one CLIP; those of another are never mixed in.
/// Thread-safety: made, used and destroyed on one thread.
class EmbeddingStore {
 public:
  explicit EmbeddingStore(const QString& cacheFolder);

  using Embeddings = std::map<QString, Embedding>;  ///< by key of the picture

  /// All that is known of this CLIP.
  [[nodiscard]] const Embeddings& of(const std::string& clip);
  void keep(const std::string& clip, const Embeddings& embeddings);

 private:
  void open();
  void replaceIfDamaged(const Error& error);

  QString m_path;
  std::unique_ptr<SqliteFile>
      m_file;  // null: there is none, and what is kept lasts for the session
  std::map<std::string, Embeddings> m_known;  // of the CLIPs that were asked for
};

/// Keys of the pictures that mean what `wanted` means, best first.
/// @throws Error(InvalidInput) when they are of different CLIPs
[[nodiscard]] std::vector<std::pair<double, QString>> byMeaning(
    const EmbeddingStore::Embeddings& pictures, const Embedding& wanted);

}  // namespace pentimento
