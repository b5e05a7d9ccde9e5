#include "app/settings/settings.h"

namespace pentimento {
namespace {

constexpr int kSchema = 1;
constexpr const char* kSchemaKey = "schema";

QString shortcutKey(const QString& action) {
  return "shortcuts/" + action;
}

}  // namespace

Settings::Settings(const QString& path, QObject* parent)
    : QObject(parent), m_file(path, QSettings::IniFormat) {
  if (!m_file.contains(kSchemaKey)) m_file.setValue(kSchemaKey, kSchema);
}

QString Settings::shortcut(const QString& action, const QString& fallback) const {
  return m_file.value(shortcutKey(action), fallback).toString();
}

void Settings::setShortcut(const QString& action, const QString& keys) {
  if (keys.isNull())
    m_file.remove(shortcutKey(action));
  else
    m_file.setValue(shortcutKey(action), keys);
  Q_EMIT changed(shortcutKey(action));
}

void Settings::flush() {
  m_file.sync();
}

bool Settings::writable() const {
  return m_file.isWritable();
}

}  // namespace pentimento
