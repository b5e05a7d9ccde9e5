#include "app/document/journal_file.h"

#include <QDataStream>
#include <QDir>
#include <QFileInfo>

#include "app/document/state_json.h"
#include "core/base/error.h"

namespace pentimento {
namespace {

constexpr int kVersion = 1;
constexpr int kCompressionLevel = 1;  // painting must not wait for a compressor

constexpr const char* kTables[] = {
    "CREATE TABLE tiles (id INTEGER PRIMARY KEY, pixels BLOB)",
    "CREATE TABLE planes (id INTEGER PRIMARY KEY, pixel_bytes INTEGER, x INTEGER, y INTEGER,"
    " tiles BLOB)",
    "CREATE TABLE metadata (id INTEGER PRIMARY KEY, content BLOB)",
    "CREATE TABLE states (revision INTEGER PRIMARY KEY, description TEXT, planes TEXT,"
    " metadata INTEGER)",
    "CREATE TABLE session (content TEXT)",
};

using Pairs = std::vector<std::pair<std::string, std::string>>;

QByteArray bytesOf(const std::string& text) {
  return QByteArray::fromStdString(text);
}

QByteArray packed(const ImageMetadata& metadata) {
  QByteArray bytes;
  QDataStream out(&bytes, QIODevice::WriteOnly);
  const auto pairs = [&out](const Pairs& all) {
    out << quint32(all.size());
    for (const auto& [key, value] : all) out << bytesOf(key) << bytesOf(value);
  };
  out << bytesOf(metadata.iccProfile) << bytesOf(metadata.exif) << bytesOf(metadata.xmp)
      << metadata.pixelsPerInch;
  pairs(metadata.texts);
  pairs(metadata.pngChunks);
  return bytes;
}

ImageMetadata unpacked(const QByteArray& bytes) {
  QDataStream in(bytes);
  ImageMetadata metadata;
  const auto next = [&in] {
    QByteArray part;
    in >> part;
    return part.toStdString();
  };
  const auto pairs = [&](Pairs& all) {
    quint32 count = 0;
    in >> count;
    for (quint32 i = 0; i < count && in.status() == QDataStream::Ok; ++i) {
      std::string key = next();
      all.emplace_back(std::move(key), next());
    }
  };
  metadata.iccProfile = next();
  metadata.exif = next();
  metadata.xmp = next();
  in >> metadata.pixelsPerInch;
  pairs(metadata.texts);
  pairs(metadata.pngChunks);
  if (in.status() != QDataStream::Ok)
    throw Error(ErrorKind::CorruptFile, "the journal's metadata is damaged");
  return metadata;
}

OrderedJson namesOf(const std::deque<UndoHistory::Step>& steps) {
  OrderedJson names = OrderedJson::array();
  for (const auto& step : steps) names.push_back(step.revision);
  return names;
}

}  // namespace

// ---- writing

void JournalFile::open() {
  if (m_file) return;
  QDir().mkpath(QFileInfo(m_path).path());
  auto file = std::make_unique<SqliteFile>(m_path, SqliteAccess::ReadWrite);
  if (file->version() > kVersion)
    throw Error(ErrorKind::UnsupportedModel, "{} was written by a newer version",
                m_path.toStdString());
  if (file->version() == 0) {
    SqliteTransaction transaction(*file);
    for (const char* table : kTables) file->run(table);
    file->setVersion(kVersion);
    transaction.commit();
  }
  file->check();
  m_file = std::move(file);
}

void JournalFile::write(const JournalContents& contents) try {
  open();
  SqliteTransaction transaction(*m_file);
  if (m_states.empty())  // nothing in the file is known: of another document, or of no use
    for (const char* table : {"tiles", "planes", "metadata", "states"})
      m_file->run(QString("DELETE FROM %1").arg(table));
  std::set<quint64> needed;
  const auto keep = [&](quint64 revision, const DocumentState& state) {
    needed.insert(revision);
    if (!m_states.contains(revision)) store(revision, state);
    m_lastStored = revision;
  };
  for (const auto& step : contents.done) keep(step.revision, step.state);
  keep(contents.revision, *contents.state);
  for (auto step = contents.undone.rbegin(); step != contents.undone.rend(); ++step)
    keep(step->revision, step->state);
  dropExcept(needed);

  OrderedJson texts = OrderedJson::object();
  for (const auto* steps : {&contents.done, &contents.undone})
    for (const auto& step : *steps) texts[std::to_string(step.revision)] = step.text.toStdString();
  const OrderedJson session{
      {"revision", contents.revision},          {"saved", contents.savedRevision},
      {"active", contents.state->active.value}, {"done", namesOf(contents.done)},
      {"undone", namesOf(contents.undone)},     {"texts", texts},
      {"origin", contents.origin.toStdString()}};
  m_file->run("DELETE FROM session");
  m_file->run("INSERT INTO session VALUES (?)", {QString::fromStdString(session.dump())});
  transaction.commit();
} catch (const Error& error) {
  startOver();  // what the file holds is what it held before
  if (error.kind() == ErrorKind::CorruptFile) setAsideDamaged(m_path);
  throw;
} catch (...) {
  startOver();  // out of memory: nothing of what we believe it to hold is certain
  throw;
}

void JournalFile::startOver() {
  m_file.reset();
  m_states.clear();
  m_planes.clear();
  m_tiles.clear();
  m_metadata.clear();
  m_lastStored = 0;
}

void JournalFile::store(quint64 revision, const DocumentState& state) {
  StoredState stored{state, {}};
  OrderedJson planes = OrderedJson::object();
  for (const auto& [name, plane] : planesOf(state)) {
    if (plane->empty() && plane->origin().isNull()) continue;
    qint64 id = knownPlane(name, *plane);
    if (id == 0) id = storePlane(*plane);
    ++m_planes.at(id).states;
    stored.planes.insert(name, id);
    planes[name.toStdString()] = id;
  }
  m_file->run("INSERT INTO states VALUES (?, ?, ?, ?)",
              {revision, QString::fromStdString(describe(state).dump()),
               QString::fromStdString(planes.dump()), storeMetadata(state.metadata)});
  m_states.insert_or_assign(revision, std::move(stored));
}

qint64 JournalFile::knownPlane(const QByteArray& name, const TilePlane& plane) const {
  const auto last = m_states.find(m_lastStored);
  if (last == m_states.end()) return 0;
  const qint64 id = last->second.planes.value(name);
  if (id == 0) return 0;
  for (const auto& [otherName, other] : planesOf(last->second.state))
    if (otherName == name)
      return other->origin() == plane.origin() && other->tiles().isSharedWith(plane.tiles()) ? id
                                                                                             : 0;
  return 0;
}

qint64 JournalFile::storePlane(const TilePlane& plane) {
  StoredPlane stored;
  stored.id = ++m_lastId;
  QByteArray table;
  QDataStream out(&table, QIODevice::WriteOnly);
  for (auto tile = plane.tiles().cbegin(); tile != plane.tiles().cend(); ++tile) {
    out << qint32(tile.key().column) << qint32(tile.key().row) << storeTile(tile.value());
    stored.tiles.push_back(tile.value().get());
  }
  m_file->run("INSERT INTO planes VALUES (?, ?, ?, ?, ?)",
              {stored.id, plane.bytesPerPixel(), plane.origin().x(), plane.origin().y(), table});
  const qint64 id = stored.id;
  m_planes.emplace(id, std::move(stored));
  return id;
}

qint64 JournalFile::storeTile(const TilePointer& tile) {
  auto& [id, uses] = m_tiles[tile.get()];
  ++uses;
  if (id != 0) return id;
  id = ++m_lastId;
  const QByteArray pixels = qCompress(reinterpret_cast<const uchar*>(tile->data()),
                                      qsizetype(tile->size()), kCompressionLevel);
  m_file->run("INSERT INTO tiles VALUES (?, ?)", {id, pixels});
  return id;
}

qint64 JournalFile::storeMetadata(const std::shared_ptr<const ImageMetadata>& metadata) {
  qint64& id = m_metadata[metadata];
  if (id != 0) return id;
  id = ++m_lastId;
  m_file->run("INSERT INTO metadata VALUES (?, ?)", {id, packed(*metadata)});
  return id;
}

void JournalFile::dropExcept(const std::set<quint64>& needed) {
  for (auto stored = m_states.begin(); stored != m_states.end();) {
    if (needed.contains(stored->first)) {
      ++stored;
      continue;
    }
    m_file->run("DELETE FROM states WHERE revision = ?", {stored->first});
    for (const qint64 id : stored->second.planes) releasePlane(id);
    stored = m_states.erase(stored);
  }
}

void JournalFile::releasePlane(qint64 id) {
  StoredPlane& plane = m_planes.at(id);
  if (--plane.states > 0) return;
  m_file->run("DELETE FROM planes WHERE id = ?", {id});
  for (const TileBytes* tile : plane.tiles) {
    auto& [tileId, uses] = m_tiles[tile];
    if (--uses > 0) continue;
    m_file->run("DELETE FROM tiles WHERE id = ?", {tileId});
    m_tiles.remove(tile);
  }
  m_planes.erase(id);
}

// ---- reading

JournalContents JournalFile::read() {
  if (!QFileInfo::exists(m_path)) return {};
  try {
    open();
    return load();
  } catch (const std::exception& error) {
    const auto* ours = dynamic_cast<const Error*>(&error);
    if (ours && ours->kind() == ErrorKind::Io) throw;
    const std::string reason = error.what();
    startOver();
    const QString aside = setAsideDamaged(m_path);
    throw Error(ErrorKind::CorruptFile,
                "The last session cannot be restored ({}); what there is of it is kept as {}.",
                reason, aside.toStdString());
  }
}

JournalContents JournalFile::load() {
  QSqlQuery row = m_file->run("SELECT content FROM session");
  if (!row.next()) return {};
  const Json session = parseJson(row.value(0).toString().toStdString(), "the session");
  row.finish();
  JournalContents contents;
  contents.revision = session.at("revision").get<quint64>();
  contents.savedRevision = session.at("saved").get<quint64>();
  contents.origin = QString::fromStdString(session.at("origin").get<std::string>());
  const auto steps = [&](const char* key, std::deque<UndoHistory::Step>& target) {
    for (const Json& name : session.at(key)) {
      UndoHistory::Step step;
      step.revision = name.get<quint64>();
      step.state = loadState(step.revision);
      step.text = QString::fromStdString(
          session.at("texts").at(std::to_string(step.revision)).get<std::string>());
      target.push_back(std::move(step));
    }
  };
  steps("done", contents.done);
  contents.state = loadState(contents.revision);
  if (const LayerId active{session.at("active").get<quint64>()};
      contents.state->indexOf(active) >= 0)
    contents.state->active = active;
  steps("undone", contents.undone);
  // Numbers go on where they ended, also those of planes that no state needed any more.
  for (const char* table : {"tiles", "planes", "metadata"}) {
    QSqlQuery last = m_file->run(QString("SELECT max(id) FROM %1").arg(table));
    if (last.next()) m_lastId = std::max(m_lastId, last.value(0).toLongLong());
  }
  m_loaded.clear();
  m_loadedTiles.clear();
  return contents;
}

DocumentState JournalFile::loadState(quint64 revision) {
  QSqlQuery row = m_file->run("SELECT description, planes, metadata FROM states WHERE revision = ?",
                              {revision});
  if (!row.next()) throw Error(ErrorKind::CorruptFile, "a state is missing");
  DocumentState state =
      stateFromDescription(parseJson(row.value(0).toString().toStdString(), "a state"));
  const Json planes = parseJson(row.value(1).toString().toStdString(), "the planes of a state");
  const qint64 metadataId = row.value(2).toLongLong();
  row.finish();
  StoredState stored;
  for (const auto& [name, plane] : planesOf(state)) {
    const auto entry = planes.find(name.toStdString());
    if (entry == planes.end()) continue;
    const auto id = entry->get<qint64>();
    *plane = loadPlane(id);
    ++m_planes.at(id).states;
    stored.planes.insert(name, id);
  }
  for (const auto& [known, id] : m_metadata)
    if (id == metadataId) state.metadata = known;
  if (!m_metadata.contains(state.metadata)) {
    QSqlQuery content = m_file->run("SELECT content FROM metadata WHERE id = ?", {metadataId});
    if (!content.next()) throw Error(ErrorKind::CorruptFile, "metadata is missing");
    state.metadata =
        std::make_shared<const ImageMetadata>(unpacked(content.value(0).toByteArray()));
    m_metadata.emplace(state.metadata, metadataId);
  }
  stored.state = state;
  m_states.insert_or_assign(revision, std::move(stored));
  return state;
}

TilePlane JournalFile::loadPlane(qint64 id) {
  if (const auto known = m_loaded.find(id); known != m_loaded.end()) return known->second;
  QSqlQuery row = m_file->run("SELECT pixel_bytes, x, y, tiles FROM planes WHERE id = ?", {id});
  if (!row.next()) throw Error(ErrorKind::CorruptFile, "a plane is missing");
  const int pixelBytes = row.value(0).toInt();
  if (pixelBytes != 1 && pixelBytes != 4 && pixelBytes != 8)
    throw Error(ErrorKind::CorruptFile, "a plane is damaged");
  TilePlane plane(pixelBytes);
  plane.setOrigin({row.value(1).toInt(), row.value(2).toInt()});
  const QByteArray table = row.value(3).toByteArray();
  row.finish();
  StoredPlane stored;
  stored.id = id;
  QDataStream in(table);
  while (!in.atEnd()) {
    TileIndex index;
    qint64 tileId = 0;
    in >> index.column >> index.row >> tileId;
    TilePointer& tile = m_loadedTiles[tileId];
    if (!tile) {
      QSqlQuery pixels = m_file->run("SELECT pixels FROM tiles WHERE id = ?", {tileId});
      const QByteArray bytes = pixels.next() ? qUncompress(pixels.value(0).toByteArray()) : "";
      if (bytes.size() != kTileSize * kTileSize * pixelBytes)
        throw Error(ErrorKind::CorruptFile, "a tile is missing or damaged");
      const auto* begin = reinterpret_cast<const std::byte*>(bytes.data());
      tile = std::make_shared<TileBytes>(begin, begin + bytes.size());
    }
    plane.setTile(index, tile);
    auto& [knownId, uses] = m_tiles[tile.get()];
    knownId = tileId;
    ++uses;
    stored.tiles.push_back(tile.get());
  }
  m_planes.emplace(id, std::move(stored));
  m_loaded.emplace(id, plane);
  return plane;
}

}  // namespace pentimento
