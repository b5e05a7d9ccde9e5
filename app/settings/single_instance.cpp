#include "app/settings/single_instance.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <QCryptographicHash>
#include <QDataStream>
#include <QDir>
#include <QFileInfo>
#include <QLocalSocket>

namespace pentimento {
namespace {

constexpr int kPatience = 2000;  // ms
constexpr qint64 kMaxMessage = 1 << 20;

/// Socket names are short on some systems, data folders are not.
QString serverNameFor(const QString& folder) {
  const QByteArray digest = QCryptographicHash::hash(QFileInfo(folder).absoluteFilePath().toUtf8(),
                                                     QCryptographicHash::Sha256);
  return "pentimento-" + QString::fromLatin1(digest.toHex().left(16));
}

}  // namespace

SingleInstance::SingleInstance(const QString& dataFolder, QObject* parent)
    : QObject(parent), m_folder(dataFolder), m_serverName(serverNameFor(dataFolder)) {
  connect(&m_server, &QLocalServer::newConnection, this, &SingleInstance::accept);
}

SingleInstance::~SingleInstance() {
  m_server.close();
  if (m_lock >= 0) ::close(m_lock);
}

bool SingleInstance::become() {
  QDir().mkpath(m_folder);
  const QByteArray path = QFile::encodeName(m_folder + "/lock");
  m_lock = ::open(path.constData(), O_CREAT | O_RDWR | O_CLOEXEC, 0600);
  if (m_lock >= 0 && ::flock(m_lock, LOCK_EX | LOCK_NB) != 0) {
    ::close(m_lock);
    m_lock = -1;
    return false;
  }
  m_server.setSocketOptions(QLocalServer::UserAccessOption);
  QLocalServer::removeServer(m_serverName);  // left by a studio that was killed: the lock is ours
  m_server.listen(m_serverName);
  return true;
}

bool SingleInstance::handOver(const QStringList& paths) const {
  QLocalSocket socket;
  socket.connectToServer(m_serverName);
  if (!socket.waitForConnected(kPatience)) return false;
  QByteArray message;
  QDataStream writer(&message, QIODevice::WriteOnly);
  writer << paths;
  QDataStream stream(&socket);
  stream << message;
  while (socket.bytesToWrite() > 0)
    if (!socket.waitForBytesWritten(kPatience)) return false;
  return socket.waitForReadyRead(kPatience) && socket.read(1) == "k";
}

void SingleInstance::accept() {
  while (QLocalSocket* socket = m_server.nextPendingConnection()) {
    connect(socket, &QLocalSocket::disconnected, socket, &QObject::deleteLater);
    const auto read = [this, socket] {
      QByteArray message;
      QDataStream stream(socket);
      stream.startTransaction();
      stream >> message;
      if (!stream.commitTransaction()) {
        if (socket->bytesAvailable() > kMaxMessage) socket->abort();
        return;
      }
      QStringList paths;
      QDataStream reader(message);
      reader >> paths;
      socket->write("k");
      socket->flush();
      Q_EMIT received(paths);
    };
    connect(socket, &QLocalSocket::readyRead, this, read);
    if (socket->bytesAvailable() > 0) read();
  }
}

}  // namespace pentimento
