/// The stack of layers.
#pragma once

#include <QComboBox>
#include <QLabel>
#include <QListView>
#include <QPointer>
#include <QPushButton>
#include <QSlider>
#include <QToolButton>
#include <QWidget>

#include "app/document/document.h"
#include "ui/layers/layers_model.h"

namespace pentimento {

/// Opacity, blend mode, visibility, order, names; duplicate, merge, delete; and for edits: what
/// they remember. Everything it changes is a step of undo of the document.
class LayersPanel final : public QWidget {
  Q_OBJECT
 public:
  explicit LayersPanel(QWidget* parent = nullptr);

  void setDocument(Document* document);  ///< may be null; is not owned

 Q_SIGNALS:
  /// The edit is to be generated again from its recipe.
  void rerunRequested(pentimento::LayerId layer);
  /// Its mask and recipe are to be put back on canvas and panel, to be changed.
  void reopenRequested(pentimento::LayerId layer);
  void newLayerRequested();
  void mergeRequested();

 private:
  [[nodiscard]] QWidget* buildProperties();
  [[nodiscard]] QWidget* buildButtons();
  [[nodiscard]] QWidget* buildEdit();
  QToolButton* addButton(QLayout* row, const QString& icon, const QString& name,
                         const QString& keys, void (LayersPanel::*act)());
  [[nodiscard]] const Layer* active() const;
  void showActive();
  void showEdit(const Layer* layer);
  void setOpacity(int percent);
  void setBlend(int index);
  void duplicateActive();
  void mergeActive();
  void raiseActive() { shiftActive(1); }
  void lowerActive() { shiftActive(-1); }
  void shiftActive(int places);
  void removeActive();
  void cycleCandidate(int direction);

  QPointer<Document> m_document;
  LayersModel* m_model;
  QListView* m_list;
  QComboBox* m_blend;
  QSlider* m_opacity;
  QLabel* m_opacityText;
  std::vector<QToolButton*> m_ofActive;
  QWidget* m_edit;  // what an edit layer remembers
  QLabel* m_recipe;
  QLabel* m_candidate;
  QToolButton *m_previous, *m_next;
  QLabel* m_stale;
  QPushButton *m_rerun, *m_reopen;
};

}  // namespace pentimento
