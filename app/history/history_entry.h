/// What the history knows of a picture.
#pragma once

#include <QDateTime>
#include <QSize>
#include <QString>
#include <QStringList>
#include <vector>

#include "core/api/generation_request.h"

namespace pentimento {

struct HistoryEntry {
  QString key;   ///< unique for ever; also inside the file
  QString path;  ///< of the PNG
  QDateTime created;
  QSize size;
  Task task = Task::TextToImage;
  quint64 seed = 0;
  QString prompt, negativePrompt, model;
  std::string recipe;  ///< JSON of the GenerationRequest that makes it again
  QString parent;      ///< key of the picture it was made from; empty if from nothing
  qint64 bytes = 0;
  bool starred = false;
  QString board;
  QDateTime trashed;  ///< null unless in the trash
};

/// What a list of entries may be narrowed to; an empty query is everything but the trash.
struct HistoryQuery {
  QString words;  ///< all of them, as beginnings of words in prompts and model names
  QString model;
  QString board;
  QDate day;
  bool starredOnly = false;
  bool trash = false;
  bool operator==(const HistoryQuery&) const = default;
};

/// The least of an entry, to lay out a list of any length.
struct HistoryItem {
  QString key;
  QDate day;  ///< local
  bool starred = false;
};

/// Ancestors from the oldest to the parent, then the children of the picture, oldest first.
struct HistoryFamily {
  std::vector<HistoryEntry> ancestors;
  std::vector<HistoryEntry> children;
};

}  // namespace pentimento
