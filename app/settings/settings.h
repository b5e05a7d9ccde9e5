/// What the studio remembers from one day to the next.
#pragma once

#include <QByteArray>
#include <QObject>
#include <QSettings>
#include <QStringList>

namespace pentimento {

/// A name in the INI file, the type of its value, and the value when there is none.
template <typename T>
struct SettingKey {
  const char* name;
  T fallback;
};

namespace setting {
inline const SettingKey<QString> kTheme{"look/theme", "dark"};    ///< dark, light, system
inline const SettingKey<QString> kLanguage{"look/language", {}};  ///< "de"; empty = the system's
inline const SettingKey<QStringList> kEngineCommand{"engine/command", {}};  ///< empty = our own
inline const SettingKey<int> kUnloadMinutes{"engine/unload_minutes", 5};    ///< 0 = never
inline const SettingKey<QStringList> kModelFolders{"models/folders", {}};
inline const SettingKey<QString> kModel{"models/current", {}};
inline const SettingKey<double> kHistoryGiB{"history/warn_above_gib", 20.0};
inline const SettingKey<QByteArray> kWindowGeometry{"window/geometry", {}};
inline const SettingKey<QByteArray> kWindowState{"window/state", {}};
inline const SettingKey<QString> kTool{"canvas/tool", {}};
inline const SettingKey<QString> kPanel{"prompt/panel", {}};  ///< JSON
inline const SettingKey<QStringList> kOpenSections{"prompt/open_sections", {}};
inline const SettingKey<QStringList> kPromptHistory{"prompt/history", {}};
inline const SettingKey<QString> kStyles{"prompt/styles", {}};  ///< JSON
inline const SettingKey<QStringList> kRecentFiles{"session/recent", {}};
inline const SettingKey<bool> kStartedBefore{"session/started_before", false};
}  // namespace setting

/// Typed access to one INI file. Keys that we do not know, from a newer version or written by hand,
/// stay in the file. A file that cannot be written loses nothing but what was set since the start.
/// Thread-safety: the thread it lives in.
class Settings final : public QObject {
  Q_OBJECT
 public:
  /// @param path of the INI file; its folder is made when something is first written
  explicit Settings(const QString& path, QObject* parent = nullptr);

  template <typename T>
  [[nodiscard]] T get(const SettingKey<T>& key) const {
    const QVariant value = m_file.value(key.name);
    return value.canConvert<T>() && value.isValid() ? value.value<T>() : key.fallback;
  }
  template <typename T>
  void set(const SettingKey<T>& key, const T& value) {
    if (get(key) == value && m_file.contains(key.name)) return;
    m_file.setValue(key.name, QVariant::fromValue(value));
    Q_EMIT changed(QString::fromLatin1(key.name));
  }

  /// The shortcut that the artist gave to an action, or `fallback`.
  [[nodiscard]] QString shortcut(const QString& action, const QString& fallback) const;
  /// Null removes the artist's choice.
  void setShortcut(const QString& action, const QString& keys);

  void flush();  ///< to the disk, now
  [[nodiscard]] bool writable() const;

 Q_SIGNALS:
  void changed(const QString& key);

 private:
  QSettings m_file;
};

}  // namespace pentimento
