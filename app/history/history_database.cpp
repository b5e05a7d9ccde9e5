#include "app/history/history_database.h"

#include <QVariant>
#include <algorithm>

#include "core/api/request_words.h"
#include "core/base/error.h"

namespace pentimento {
namespace {

constexpr int kSchema = 1;

// What the file must hold, to the letter.
constexpr const char* kTables[] = {
    "CREATE TABLE entries ("
    " id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, path TEXT NOT NULL,"
    " created INTEGER NOT NULL, width INTEGER, height INTEGER, task TEXT, seed TEXT,"
    " prompt TEXT, negative TEXT, model TEXT, recipe TEXT, parent TEXT, bytes INTEGER,"
    " starred INTEGER NOT NULL DEFAULT 0, board TEXT NOT NULL DEFAULT '', trashed INTEGER)",
    "CREATE INDEX entries_by_time ON entries(created DESC, id DESC)",
    "CREATE INDEX entries_by_parent ON entries(parent)",
    "CREATE VIRTUAL TABLE entries_words USING fts5("
    " prompt, negative, model, content='entries', content_rowid='id',"
    " tokenize='unicode61 remove_diacritics 2')",
    "CREATE TRIGGER entries_added AFTER INSERT ON entries BEGIN"
    " INSERT INTO entries_words(rowid, prompt, negative, model)"
    " VALUES (new.id, new.prompt, new.negative, new.model); END",
    "CREATE TRIGGER entries_removed AFTER DELETE ON entries BEGIN"
    " INSERT INTO entries_words(entries_words, rowid, prompt, negative, model)"
    " VALUES ('delete', old.id, old.prompt, old.negative, old.model); END",
};

constexpr const char* kColumns =
    "key, path, created, width, height, task, seed, prompt, negative, model, recipe, parent, bytes,"
    " starred, board, trashed";

HistoryEntry entryFrom(const QSqlQuery& row) {
  HistoryEntry entry;
  int column = 0;
  const auto next = [&] { return row.value(column++); };
  entry.key = next().toString();
  entry.path = next().toString();
  entry.created = QDateTime::fromMSecsSinceEpoch(next().toLongLong());
  entry.size.setWidth(next().toInt());
  entry.size.setHeight(next().toInt());
  entry.task = taskFromWord(next().toString().toStdString());
  entry.seed = next().toString().toULongLong();
  entry.prompt = next().toString();
  entry.negativePrompt = next().toString();
  entry.model = next().toString();
  entry.recipe = next().toString().toStdString();
  entry.parent = next().toString();
  entry.bytes = next().toLongLong();
  entry.starred = next().toBool();
  entry.board = next().toString();
  const QVariant trashed = next();
  if (!trashed.isNull()) entry.trashed = QDateTime::fromMSecsSinceEpoch(trashed.toLongLong());
  return entry;
}

/// "blue cou" → "blue"* "cou"*: all words, each as a beginning, nothing read as an operator.
QString matchExpression(const QString& words) {
  QStringList terms;
  for (QString word : words.simplified().split(' ', Qt::SkipEmptyParts))
    terms << '"' + word.replace('"', "\"\"") + "\"*";
  return terms.join(' ');
}

QString quoted(QString text) {
  return '\'' + text.replace('\'', "''") + '\'';
}

/// Days of moments that come nearly in order; asking the time zone about each would be most of the
/// time of a long list.
class LocalDays {
 public:
  QDate dayOf(qint64 moment) {
    if (moment < m_begin || moment >= m_end) {
      m_day = QDateTime::fromMSecsSinceEpoch(moment).date();
      m_begin = m_day.startOfDay().toMSecsSinceEpoch();
      m_end = m_day.addDays(1).startOfDay().toMSecsSinceEpoch();
    }
    return m_day;
  }

 private:
  QDate m_day;
  qint64 m_begin = 0, m_end = 0;  // ms since 1970, end exclusive
};

void updateEach(const SqliteFile& file, const QString& assignment, const QVariant& value,
                const QStringList& keys) {
  SqliteTransaction transaction(file);
  for (const QString& key : keys)
    file.run("UPDATE entries SET " + assignment + " = ? WHERE key = ?", {value, key});
  transaction.commit();
}

QStringList firstColumn(QSqlQuery rows) {
  QStringList values;
  while (rows.next()) values << rows.value(0).toString();
  return values;
}

}  // namespace

HistoryDatabase::HistoryDatabase(const QString& path, SqliteAccess access) : m_file(path, access) {
  if (access == SqliteAccess::ReadOnly) return;
  if (m_file.version() > kSchema)
    throw Error(ErrorKind::UnsupportedModel,
                "the history {} was written by a newer version: update the studio to open it",
                path.toStdString());
  if (m_file.version() == kSchema) {
    requireTables();
    return;
  }
  SqliteTransaction transaction(m_file);
  for (const char* table : kTables) m_file.run(table);
  m_file.setVersion(kSchema);
  transaction.commit();
}

void HistoryDatabase::requireTables() const {
  for (const char* table : kTables) {
    QSqlQuery row = m_file.run("SELECT 1 FROM sqlite_master WHERE sql = ?", {QString(table)});
    if (!row.next())
      throw Error(ErrorKind::CorruptFile, "the history lacks a table: {}",
                  std::string_view(table, 30));
  }
}

void HistoryDatabase::check() const {
  m_file.check();
  m_file.run("INSERT INTO entries_words(entries_words, rank) VALUES ('integrity-check', 1)");
}

void HistoryDatabase::insert(const HistoryEntry& e) {
  m_file.run(QString("INSERT OR IGNORE INTO entries (%1) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)")
                 .arg(kColumns),
             {e.key, e.path, e.created.toMSecsSinceEpoch(), e.size.width(), e.size.height(),
              QString::fromUtf8(wordFor(e.task).data()), QString::number(e.seed), e.prompt,
              e.negativePrompt, e.model, QString::fromStdString(e.recipe), e.parent, e.bytes,
              e.starred, e.board.isNull() ? QString("") : e.board,
              e.trashed.isNull() ? QVariant() : QVariant(e.trashed.toMSecsSinceEpoch())});
}

void HistoryDatabase::insert(const std::vector<HistoryEntry>& entries) {
  SqliteTransaction transaction(m_file);
  for (const HistoryEntry& entry : entries) insert(entry);
  transaction.commit();
}

void HistoryDatabase::remove(const QStringList& keys) {
  SqliteTransaction transaction(m_file);
  for (const QString& key : keys) m_file.run("DELETE FROM entries WHERE key = ?", {key});
  transaction.commit();
}

void HistoryDatabase::setStarred(const QStringList& keys, bool starred) {
  updateEach(m_file, "starred", starred, keys);
}

void HistoryDatabase::setBoard(const QStringList& keys, const QString& board) {
  updateEach(m_file, "board", board.isNull() ? QString("") : board, keys);
}

void HistoryDatabase::setTrashed(const QStringList& keys, const QDateTime& when) {
  updateEach(m_file, "trashed", when.isNull() ? QVariant() : QVariant(when.toMSecsSinceEpoch()),
             keys);
}

void HistoryDatabase::setPath(const QString& key, const QString& path) {
  updateEach(m_file, "path", path, {key});
}

std::vector<HistoryItem> HistoryDatabase::items(const HistoryQuery& query) const {
  QStringList conditions{query.trash ? "trashed IS NOT NULL" : "trashed IS NULL"};
  QVariantList values;
  const auto require = [&](const char* condition, const QVariant& value) {
    conditions << condition;
    values << value;
  };
  if (const QString words = matchExpression(query.words); !words.isEmpty())
    require("id IN (SELECT rowid FROM entries_words WHERE entries_words MATCH ?)", words);
  if (!query.model.isEmpty()) require("model = ?", query.model);
  if (!query.board.isEmpty()) require("board = ?", query.board);
  if (query.starredOnly) conditions << "starred = 1";
  if (query.day.isValid()) {
    require("created >= ?", query.day.startOfDay().toMSecsSinceEpoch());
    require("created < ?", query.day.addDays(1).startOfDay().toMSecsSinceEpoch());
  }
  QSqlQuery rows = m_file.run("SELECT key, created, starred FROM entries WHERE " +
                                  conditions.join(" AND ") + " ORDER BY created DESC, id DESC",
                              values);
  std::vector<HistoryItem> items;
  LocalDays days;
  while (rows.next())
    items.push_back({rows.value(0).toString(), days.dayOf(rows.value(1).toLongLong()),
                     rows.value(2).toInt() != 0});
  return items;
}

std::optional<HistoryEntry> HistoryDatabase::entry(const QString& key) const {
  QSqlQuery row = m_file.run(QString("SELECT %1 FROM entries WHERE key = ?").arg(kColumns), {key});
  if (!row.next()) return std::nullopt;
  return entryFrom(row);
}

HistoryFamily HistoryDatabase::family(const QString& key) const {
  HistoryFamily family;
  QStringList seen{key};
  auto current = entry(key);
  while (current && !current->parent.isEmpty() && !seen.contains(current->parent)) {
    seen << current->parent;  // a file edited by hand could claim to be its own ancestor
    current = entry(current->parent);
    if (current) family.ancestors.push_back(*current);
  }
  std::ranges::reverse(family.ancestors);
  QSqlQuery rows = m_file.run(
      QString("SELECT %1 FROM entries WHERE parent = ? ORDER BY created, id").arg(kColumns), {key});
  while (rows.next()) family.children.push_back(entryFrom(rows));
  return family;
}

QStringList HistoryDatabase::boards() const {
  return firstColumn(
      m_file.run("SELECT DISTINCT board FROM entries WHERE board <> '' ORDER BY board"));
}

QStringList HistoryDatabase::models() const {
  return firstColumn(m_file.run("SELECT DISTINCT model FROM entries ORDER BY model"));
}

qint64 HistoryDatabase::totalBytes() const {
  QSqlQuery sum = m_file.run("SELECT total(bytes) FROM entries");
  return sum.next() ? static_cast<qint64>(sum.value(0).toDouble()) : 0;
}

std::vector<std::pair<QString, QString>> HistoryDatabase::keysAndPaths() const {
  QSqlQuery rows = m_file.run("SELECT key, path FROM entries");
  std::vector<std::pair<QString, QString>> pairs;
  while (rows.next()) pairs.emplace_back(rows.value(0).toString(), rows.value(1).toString());
  return pairs;
}

QStringList HistoryDatabase::trashedBefore(const QDateTime& when) const {
  return firstColumn(
      m_file.run("SELECT key FROM entries WHERE trashed < ?", {when.toMSecsSinceEpoch()}));
}

void HistoryDatabase::backUp(const QString& path) const {
  m_file.run("VACUUM INTO " + quoted(path));
}

bool HistoryDatabase::restoreMarks(const QString& backupPath) {
  const char* marks =
      "UPDATE entries SET starred = e.starred, board = e.board, trashed = e.trashed "
      "FROM earlier.entries AS e WHERE e.key = entries.key";
  bool attached = false, restored = false;
  try {
    m_file.run("ATTACH " + quoted(backupPath) + " AS earlier");
    attached = true;
    m_file.run(marks);
    restored = true;
  } catch (const Error&) {  // a backup that cannot be read has no marks to give
  }
  if (attached) m_file.run("DETACH earlier");
  return restored;
}

}  // namespace pentimento
