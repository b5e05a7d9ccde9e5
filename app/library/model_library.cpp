#include "app/library/model_library.h"

#include <QDateTime>
#include <QFileInfo>

#include "core/base/error.h"
#include "core/weights/probe.h"

namespace pentimento {
namespace {

constexpr AssetKind kKinds[] = {AssetKind::Model, AssetKind::Lora, AssetKind::Embedding,
                                AssetKind::Autoencoder, AssetKind::ControlNet};

ModelFolders foldersOf(const QStringList& folders) {
  ModelFolders all = ModelFolders::ofUser();
  for (const QString& folder : folders) {
    const std::filesystem::path path = folder.toStdString();
    // What ComfyUI and A1111 are installed in, rather than their model folders.
    std::error_code unknown;
    const bool installation = std::filesystem::is_directory(path / "models", unknown);
    all.addRoot(installation ? path / "models" : path);
    if (installation) all.addFolder(AssetKind::Embedding, path / "embeddings");
    try {
      if (exists(path / "extra_model_paths.yaml", unknown))
        all.addComfyUiPaths(path / "extra_model_paths.yaml");
    } catch (const Error&) {  // written by hand, and not needed
    }
  }
  return all;
}

ModelCard probed(const Asset& asset, const RunContext& run) {
  ModelCard card;
  try {
    return probeModel(asset.path, run);
  } catch (const Error& error) {
    card.note = error.what();
  } catch (const std::exception& error) {
    card.note = std::string("cannot be read: ") + error.what();
  }
  card.name = asset.name;
  card.path = asset.path.string();
  return card;
}

}  // namespace

ModelLibrary::ModelLibrary(QObject* parent) : QObject(parent) {}

ModelLibrary::~ModelLibrary() {
  m_stop.request_stop();
}

void ModelLibrary::scan(const QStringList& folders) {
  m_stop.request_stop();
  m_stop = {};
  m_entries.clear();
  m_scanning = true;
  ++m_scan;
  Q_EMIT started();
  m_thread.post([this, folders, scan = m_scan, stop = m_stop.get_token()] {
    RunContext run;
    run.stop = stop;
    const auto deliver = [this, scan](std::function<void()> act) {
      QMetaObject::invokeMethod(
          this,
          [this, scan, act = std::move(act)] {
            if (scan == m_scan) act();
          },
          Qt::QueuedConnection);
    };
    try {
      const ModelFolders all = foldersOf(folders);
      for (const AssetKind kind : kKinds)
        for (const Asset& asset : all.list(kind)) {
          run.check();
          deliver([this, entry = probe(kind, asset, run)] {
            m_entries.push_back(entry);
            Q_EMIT found(entry);
          });
        }
    } catch (const Cancelled&) {
      return;
    }
    deliver([this] {
      m_scanning = false;
      Q_EMIT finished();
    });
  });
}

LibraryEntry ModelLibrary::probe(AssetKind kind, const Asset& asset, const RunContext& run) {
  const QString path = QString::fromStdString(asset.path.string());
  const QFileInfo file(path);
  const Stamp stamp{file.size(), file.lastModified().toMSecsSinceEpoch()};
  auto known = m_known.find(path);
  if (known == m_known.end() || known->second.first != stamp)
    known = m_known.insert_or_assign(path, std::pair(stamp, probed(asset, run))).first;
  return {kind, QString::fromStdString(asset.name), path, known->second.second};
}

}  // namespace pentimento
