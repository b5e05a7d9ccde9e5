/// What only models with a CLIP can do: variations, interpolation, text diffs, ranking.
#pragma once

#include <QCheckBox>
#include <QLineEdit>
#include <QWidget>

#include "core/api/capabilities.h"
#include "ui/prompt/picture_well.h"
#include "ui/widgets/value_slider.h"

namespace pentimento {

/// Shows what of it the model can do.
class MeaningPanel final : public QWidget {
  Q_OBJECT
 public:
  explicit MeaningPanel(QWidget* parent = nullptr);

  /// Whether there is anything to show for `model`.
  [[nodiscard]] static bool serves(const Capabilities& model);
  void setCapabilities(const Capabilities& model);
  /// What is set, in few words; empty when nothing is.
  [[nodiscard]] QString summary() const;
  void setValues(const UnclipOptions& values);
  /// `values` with what is set here.
  [[nodiscard]] UnclipOptions over(UnclipOptions values) const;
  /// What to interpolate to; nothing when there is none, or when the model cannot.
  [[nodiscard]] std::optional<Image> secondPicture() const;
  void setSecondPicture(std::optional<Image> picture) { m_second->setPicture(std::move(picture)); }

 Q_SIGNALS:
  void changed();
  void failed(const QString& sentence);

 private:
  ValueSlider* m_freedom;
  PictureWell* m_second;
  ValueSlider* m_between;
  QLineEdit* m_baseline;
  ValueSlider* m_amount;
  QCheckBox* m_rank;
  bool m_interpolates = false;
};

}  // namespace pentimento
