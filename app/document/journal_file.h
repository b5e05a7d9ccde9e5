/// The journal on disk: an SQLite file of tiles, planes made of tiles, states made of planes.
#pragma once

#include <QHash>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <set>

#include "app/document/undo_history.h"
#include "app/storage/sqlite_file.h"

namespace pentimento {

struct JournalContents {
  std::optional<DocumentState> state;
  quint64 revision = 0;  ///< names the state
  quint64 savedRevision = 0;
  std::deque<UndoHistory::Step> done, undone;
  QString origin;
};

/// Writes only what the file does not hold yet and removes what no state needs any more, all in one
/// transaction. A tile that was written is never changed by its document (edits copy it first), so
/// that its address names it for as long as some state holds it.
/// Thread-safety: none.
class JournalFile {
 public:
  explicit JournalFile(QString path) : m_path(std::move(path)) {}

  /// @throws Error(Io) disk full, read-only ...; the file is then as it was
  void write(const JournalContents& contents);
  /// The next write is of another document.
  void startOver();
  /// Empty when there is no file. A damaged one is set aside.
  /// @throws Error naming where it is kept
  [[nodiscard]] JournalContents read();

 private:
  struct StoredPlane {
    qint64 id = 0;
    int states = 0;  // that use it
    std::vector<const TileBytes*> tiles;
  };
  struct StoredState {
    DocumentState state;               // keeps the tiles, and with them their addresses, alive
    QHash<QByteArray, qint64> planes;  // name → id
  };

  void open();
  void store(quint64 revision, const DocumentState& state);
  [[nodiscard]] qint64 storePlane(const TilePlane& plane);
  [[nodiscard]] qint64 storeTile(const TilePointer& tile);
  [[nodiscard]] qint64 storeMetadata(const std::shared_ptr<const ImageMetadata>& metadata);
  [[nodiscard]] qint64 knownPlane(const QByteArray& name, const TilePlane& plane) const;
  void dropExcept(const std::set<quint64>& needed);
  void releasePlane(qint64 id);

  [[nodiscard]] JournalContents load();
  [[nodiscard]] DocumentState loadState(quint64 revision);
  [[nodiscard]] TilePlane loadPlane(qint64 id);

  QString m_path;
  std::unique_ptr<SqliteFile> m_file;
  std::map<quint64, StoredState> m_states;
  std::map<qint64, StoredPlane> m_planes;
  QHash<const TileBytes*, std::pair<qint64, int>> m_tiles;  // id, planes that use it
  std::map<std::shared_ptr<const ImageMetadata>, qint64> m_metadata;
  std::map<qint64, TilePlane> m_loaded;  // while reading
  std::map<qint64, TilePointer> m_loadedTiles;
  quint64 m_lastStored = 0;  // whose planes the next state most likely shares
  qint64 m_lastId = 0;
};

}  // namespace pentimento
