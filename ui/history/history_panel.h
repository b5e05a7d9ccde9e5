/// Everything ever generated.
#pragma once

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QPushButton>
#include <QTimer>
#include <QToolButton>
#include <QWidget>

#include "app/history/history_store.h"
#include "app/history/thumbnail_store.h"
#include "core/api/generation_request.h"
#include "ui/history/boards_list.h"
#include "ui/history/history_model.h"

namespace pentimento {

/// How much of a recipe is taken over. Remix is everything but the seed.
enum class Recall { Everything, Prompt, Seed, Remix };

/// Shelves on the left; thumbnails in days, newest first; search and filters; stars. What is
/// dragged out carries files and `kHistoryKeysMime`.
class HistoryPanel final : public QWidget {
  Q_OBJECT
 public:
  /// Neither store is owned.
  HistoryPanel(HistoryStore& store, ThumbnailStore& thumbnails, QWidget* parent = nullptr);

  /// Above this size of all pictures together the panel says so; 0 = never.
  void setWarningLimit(double gibibytes);
  void select(const QString& key);
  /// There is something that knows what words and pictures mean.
  void offerMeaning() { m_meaning->show(); }
  /// The answer to `meaningAsked`: the best first.
  void showByMeaning(const QStringList& keys) { m_model->setOrder(keys); }
  void showMeaningNote(const QString& note);  ///< beside the search, while it goes on
  [[nodiscard]] QStringList selectedKeys() const;

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 Q_SIGNALS:
  void recallRequested(pentimento::Recall what, const pentimento::GenerationRequest& recipe);
  void openRequested(const QString& path);  ///< as a document of its own
  void layerRequested(const QString& key, const QString& path);
  void variationsRequested(const QString& key, const QString& path);
  /// The pentimento brush is to bring back this picture.
  void sourceRequested(const QString& key, const QString& path);
  void meaningAsked(const QString& words);  ///< empty: nothing any more
  void failed(const QString& sentence);     ///< something went wrong; nothing is lost
  void hinted(const QString& sentence);     ///< what to do first
  void movedToTrash(const QStringList& keys);

 private:
  [[nodiscard]] QLayout* buildBar();
  void buildActions();
  template <typename Act>
  QAction* addAction(const QString& text, const QKeySequence& keys, Act act);
  [[nodiscard]] std::optional<HistoryEntry> current() const;
  void filter();
  void fillFilters();
  void showState();
  void showQuota();
  void showMenu(const QPoint& position);
  void addBoardActions(QMenu& menu);
  void recall(Recall what);
  void star();
  void compare();
  void showFamily();
  void copy();
  void trash(const QStringList& keys);
  void restore();
  void deleteSelectedForEver();
  void connectBoards();
  void newBoard(const QStringList& keys);
  void renameBoard(const QString& board);
  [[nodiscard]] QStringList keysOn(const QString& board) const;
  /// Asks first. @param keys all of them are in the trash
  void deleteForEver(const QStringList& keys);
  void emptyTrash();

  HistoryStore& m_store;
  ThumbnailStore& m_thumbnails;
  HistoryModel* m_model;
  QListView* m_list;
  QLineEdit* m_search;
  BoardsList* m_boards;
  QToolButton *m_meaning, *m_starred;
  QPushButton* m_emptyTrash;
  QComboBox *m_modelName, *m_day;
  QLabel *m_empty, *m_quota, *m_meaningNote, *m_trashNote;
  QTimer m_meaningTimer;  // nobody wants an answer to every letter
  double m_warnAbove = 0;
  QAction *m_recallAll, *m_recallPrompt, *m_recallSeed, *m_remix, *m_star, *m_compare, *m_family,
      *m_copy, *m_moveToTrash, *m_restore, *m_deleteForEver;
};

}  // namespace pentimento
