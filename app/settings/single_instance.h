/// One studio per data folder.
#pragma once

#include <QLocalServer>
#include <QObject>
#include <QStringList>

namespace pentimento {

/// The first studio of a data folder holds a lock that the kernel keeps, so that it is free again
/// however that studio ended, also across PID namespaces. Later starts hand their files over to it.
/// Thread-safety: the thread it lives in.
class SingleInstance final : public QObject {
  Q_OBJECT
 public:
  /// @param dataFolder is made when it is missing
  explicit SingleInstance(const QString& dataFolder, QObject* parent = nullptr);
  ~SingleInstance() override;

  /// Takes the lock and listens. True also when no lock can be had at all (a read-only folder):
  /// then there is nothing that two studios could damage.
  [[nodiscard]] bool become();
  /// After `become` said no: gives the paths to the studio that holds the lock.
  /// @return whether it took them
  [[nodiscard]] bool handOver(const QStringList& paths) const;

 Q_SIGNALS:
  /// Another start handed these over; empty: it only wants to be seen.
  void received(const QStringList& paths);

 private:
  void accept();

  QString m_folder;
  QString m_serverName;
  QLocalServer m_server;
  int m_lock = -1;
};

}  // namespace pentimento
