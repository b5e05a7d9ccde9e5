/// Between the value types of core and those of Qt.
#pragma once

#include <QPoint>
#include <QRect>
#include <QSize>

#include "core/base/values.h"

namespace pentimento {

[[nodiscard]] inline QRect toQRect(const Rect& rect) {
  return {rect.x, rect.y, rect.width, rect.height};
}
[[nodiscard]] inline Rect toRect(const QRect& rect) {
  return {rect.x(), rect.y(), rect.width(), rect.height()};
}
[[nodiscard]] inline QSize toQSize(const Extent& extent) {
  return {extent.width, extent.height};
}
[[nodiscard]] inline Extent toExtent(const QSize& size) {
  return {size.width(), size.height()};
}

}  // namespace pentimento
