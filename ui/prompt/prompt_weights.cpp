#include "ui/prompt/prompt_weights.h"

#include <QRegularExpression>
#include <algorithm>
#include <cmath>

namespace pentimento {
namespace {

constexpr double kLowest = 0.1, kHighest = 2.0;

QString number(double weight) {
  return QString::number(std::round(weight * 100) / 100, 'g', 4);
}

TextSelection replaced(const TextSelection& from, qsizetype start, qsizetype length,
                       const QString& by, qsizetype keptStart, qsizetype keptLength) {
  TextSelection result = from;
  result.text.replace(start, length, by);
  result.start = int(keptStart);
  result.end = int(keptStart + keptLength);
  return result;
}

}  // namespace

TextSelection withWeightChanged(const TextSelection& selection, double step) {
  static const QRegularExpression weighted(R"(\(([^()]*):([0-9]*\.?[0-9]+)\))");
  static const QRegularExpression lora(R"(<lora:[^:<>]+:(-?[0-9]*\.?[0-9]+)[^<>]*>)");
  const QString& text = selection.text;

  for (auto it = lora.globalMatch(text); it.hasNext();) {
    const auto match = it.next();
    if (selection.start <= match.capturedStart() || selection.end >= match.capturedEnd()) continue;
    const QString weight = number(match.captured(1).toDouble() + step / 2);
    return replaced(selection, match.capturedStart(1), match.capturedLength(1), weight,
                    selection.start, selection.end - selection.start);
  }
  for (auto it = weighted.globalMatch(text); it.hasNext();) {
    const auto match = it.next();
    if (selection.start < match.capturedStart() || selection.end > match.capturedEnd()) continue;
    const double weight = std::clamp(match.captured(2).toDouble() + step, kLowest, kHighest);
    const QString words = match.captured(1);
    const bool plain = std::abs(weight - 1) < 0.005;
    const QString by = plain ? words : QString("(%1:%2)").arg(words, number(weight));
    return replaced(selection, match.capturedStart(), match.capturedLength(), by,
                    match.capturedStart() + (plain ? 0 : 1), words.size());
  }

  int start = selection.start, end = selection.end;
  const auto isWord = [&](int at) {
    return at >= 0 && at < text.size() && !text[at].isSpace() &&
           !QStringLiteral(",.;:()[]<>").contains(text[at]);
  };
  if (start == end) {
    while (isWord(start - 1)) --start;
    while (isWord(end)) ++end;
  }
  while (end > start && text[end - 1].isSpace()) --end;
  if (start == end) return selection;
  const QString words = text.mid(start, end - start);
  return replaced(selection, start, end - start, QString("(%1:%2)").arg(words, number(1 + step)),
                  start + 1, words.size());
}

}  // namespace pentimento
