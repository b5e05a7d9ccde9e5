#include "app/history/history_database.h"

#include <QFile>
#include <QSqlError>
#include <QSqlQuery>
#include <QUuid>
#include <QVariant>
#include <algorithm>

#include "core/api/request_words.h"
#include "core/base/error.h"

namespace pentimento {
namespace {

constexpr int kSchema = 1;

constexpr const char* kTables[] = {
    "CREATE TABLE IF NOT EXISTS entries ("
    " id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, path TEXT NOT NULL,"
    " created INTEGER NOT NULL, width INTEGER, height INTEGER, task TEXT, seed TEXT,"
    " prompt TEXT, negative TEXT, model TEXT, recipe TEXT, parent TEXT, bytes INTEGER,"
    " starred INTEGER NOT NULL DEFAULT 0, board TEXT NOT NULL DEFAULT '', trashed INTEGER)",
    "CREATE INDEX IF NOT EXISTS entries_by_time ON entries(created DESC, id DESC)",
    "CREATE INDEX IF NOT EXISTS entries_by_parent ON entries(parent)",
    "CREATE VIRTUAL TABLE IF NOT EXISTS entries_words USING fts5("
    " prompt, negative, model, content='entries', content_rowid='id',"
    " tokenize='unicode61 remove_diacritics 2')",
    "CREATE TRIGGER IF NOT EXISTS entries_added AFTER INSERT ON entries BEGIN"
    " INSERT INTO entries_words(rowid, prompt, negative, model)"
    " VALUES (new.id, new.prompt, new.negative, new.model); END",
    "CREATE TRIGGER IF NOT EXISTS entries_removed AFTER DELETE ON entries BEGIN"
    " INSERT INTO entries_words(entries_words, rowid, prompt, negative, model)"
    " VALUES ('delete', old.id, old.prompt, old.negative, old.model); END",
};

constexpr const char* kColumns =
    "key, path, created, width, height, task, seed, prompt, negative, model, recipe, parent, bytes,"
    " starred, board, trashed";

// SQLite's primary result codes.
constexpr int kSqliteCorrupt = 11;
constexpr int kSqliteNotADatabase = 26;

[[noreturn]] void fail(const QSqlError& error, const QString& path) {
  const int code = error.nativeErrorCode().toInt() & 0xff;
  const bool corrupt = code == kSqliteCorrupt || code == kSqliteNotADatabase;
  throw Error(corrupt ? ErrorKind::CorruptFile : ErrorKind::Io, "the history {}: {}",
              path.toStdString(), error.databaseText().toStdString());
}

QSqlQuery run(const QSqlDatabase& database, const QString& sql, const QVariantList& values = {}) {
  QSqlQuery query(database);
  query.setForwardOnly(true);
  if (!query.prepare(sql)) fail(query.lastError(), database.databaseName());
  for (const QVariant& value : values) query.addBindValue(value);
  if (!query.exec()) fail(query.lastError(), database.databaseName());
  return query;
}

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

/// A transaction that is undone unless it is committed.
class Transaction {
 public:
  explicit Transaction(QSqlDatabase& database) : m_database(database) { m_database.transaction(); }
  ~Transaction() {
    if (m_open) m_database.rollback();
  }
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  void commit() {
    if (!m_database.commit()) fail(m_database.lastError(), m_database.databaseName());
    m_open = false;
  }

 private:
  QSqlDatabase& m_database;
  bool m_open = true;
};

void updateEach(QSqlDatabase& database, const QString& assignment, const QVariant& value,
                const QStringList& keys) {
  Transaction transaction(database);
  for (const QString& key : keys)
    run(database, "UPDATE entries SET " + assignment + " = ? WHERE key = ?", {value, key});
  transaction.commit();
}

}  // namespace

HistoryDatabase::HistoryDatabase(const QString& path, DatabaseAccess access)
    : m_connection("history-" + QUuid::createUuid().toString(QUuid::WithoutBraces)) {
  m_database = QSqlDatabase::addDatabase("QSQLITE", m_connection);
  m_database.setDatabaseName(path);
  m_database.setConnectOptions(access == DatabaseAccess::ReadOnly
                                   ? "QSQLITE_OPEN_READONLY;QSQLITE_BUSY_TIMEOUT=3000"
                                   : "QSQLITE_BUSY_TIMEOUT=3000");
  try {
    if (!m_database.open()) fail(m_database.lastError(), path);
    if (access == DatabaseAccess::ReadWrite) prepare();
  } catch (...) {
    m_database = {};
    QSqlDatabase::removeDatabase(m_connection);
    throw;
  }
}

HistoryDatabase::~HistoryDatabase() {
  m_database.close();
  m_database = {};
  QSqlDatabase::removeDatabase(m_connection);
}

void HistoryDatabase::prepare() {
  const QString path = m_database.databaseName();
  run(m_database, "PRAGMA journal_mode = WAL");
  run(m_database, "PRAGMA synchronous = FULL");
  QSqlQuery check = run(m_database, "PRAGMA quick_check(1)");
  if (!check.next() || check.value(0).toString() != "ok")
    throw Error(ErrorKind::CorruptFile, "the history {} is damaged", path.toStdString());
  check.finish();
  QSqlQuery version = run(m_database, "PRAGMA user_version");
  const int found = version.next() ? version.value(0).toInt() : 0;
  version.finish();
  if (found > kSchema)
    throw Error(ErrorKind::UnsupportedModel,
                "the history {} was written by a newer version: update the studio to open it",
                path.toStdString());
  Transaction transaction(m_database);
  for (const char* table : kTables) run(m_database, table);
  run(m_database, QString("PRAGMA user_version = %1").arg(kSchema));
  transaction.commit();
}

void HistoryDatabase::insert(const HistoryEntry& e) {
  run(m_database,
      QString("INSERT OR IGNORE INTO entries (%1) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)")
          .arg(kColumns),
      {e.key, e.path, e.created.toMSecsSinceEpoch(), e.size.width(), e.size.height(),
       QString::fromUtf8(wordFor(e.task).data()), QString::number(e.seed), e.prompt,
       e.negativePrompt, e.model, QString::fromStdString(e.recipe), e.parent, e.bytes, e.starred,
       e.board.isNull() ? QString("") : e.board,
       e.trashed.isNull() ? QVariant() : QVariant(e.trashed.toMSecsSinceEpoch())});
}

void HistoryDatabase::remove(const QStringList& keys) {
  Transaction transaction(m_database);
  for (const QString& key : keys) run(m_database, "DELETE FROM entries WHERE key = ?", {key});
  transaction.commit();
}

void HistoryDatabase::setStarred(const QStringList& keys, bool starred) {
  updateEach(m_database, "starred", starred, keys);
}

void HistoryDatabase::setBoard(const QStringList& keys, const QString& board) {
  updateEach(m_database, "board", board.isNull() ? QString("") : board, keys);
}

void HistoryDatabase::setTrashed(const QStringList& keys, const QDateTime& when) {
  updateEach(m_database, "trashed", when.isNull() ? QVariant() : QVariant(when.toMSecsSinceEpoch()),
             keys);
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
  QSqlQuery rows = run(m_database,
                       "SELECT key, created, starred FROM entries WHERE " +
                           conditions.join(" AND ") + " ORDER BY created DESC, id DESC",
                       values);
  std::vector<HistoryItem> items;
  while (rows.next())
    items.push_back({rows.value(0).toString(),
                     QDateTime::fromMSecsSinceEpoch(rows.value(1).toLongLong()).date(),
                     rows.value(2).toBool()});
  return items;
}

std::optional<HistoryEntry> HistoryDatabase::entry(const QString& key) const {
  QSqlQuery row =
      run(m_database, QString("SELECT %1 FROM entries WHERE key = ?").arg(kColumns), {key});
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
  QSqlQuery rows = run(
      m_database,
      QString("SELECT %1 FROM entries WHERE parent = ? ORDER BY created, id").arg(kColumns), {key});
  while (rows.next()) family.children.push_back(entryFrom(rows));
  return family;
}

namespace {

QStringList firstColumn(QSqlQuery rows) {
  QStringList values;
  while (rows.next()) values << rows.value(0).toString();
  return values;
}

}  // namespace

QStringList HistoryDatabase::boards() const {
  return firstColumn(
      run(m_database, "SELECT DISTINCT board FROM entries WHERE board <> '' ORDER BY board"));
}

QStringList HistoryDatabase::models() const {
  return firstColumn(run(m_database, "SELECT DISTINCT model FROM entries ORDER BY model"));
}

qint64 HistoryDatabase::totalBytes() const {
  QSqlQuery sum = run(m_database, "SELECT total(bytes) FROM entries");
  return sum.next() ? static_cast<qint64>(sum.value(0).toDouble()) : 0;
}

std::vector<std::pair<QString, QString>> HistoryDatabase::keysAndPaths() const {
  QSqlQuery rows = run(m_database, "SELECT key, path FROM entries");
  std::vector<std::pair<QString, QString>> pairs;
  while (rows.next()) pairs.emplace_back(rows.value(0).toString(), rows.value(1).toString());
  return pairs;
}

QStringList HistoryDatabase::trashedBefore(const QDateTime& when) const {
  return firstColumn(
      run(m_database, "SELECT key FROM entries WHERE trashed < ?", {when.toMSecsSinceEpoch()}));
}

void HistoryDatabase::backUp(const QString& path) const {
  run(m_database, "VACUUM INTO " + quoted(path));
}

void HistoryDatabase::restoreMarks(const QString& backupPath) {
  run(m_database, "ATTACH " + quoted(backupPath) + " AS earlier");
  const char* marks =
      "UPDATE entries SET starred = e.starred, board = e.board, trashed = e.trashed "
      "FROM earlier.entries AS e WHERE e.key = entries.key";
  try {
    run(m_database, marks);
  } catch (const Error&) {  // a backup that cannot be read has no marks to give
  }
  run(m_database, "DETACH earlier");
}

}  // namespace pentimento
