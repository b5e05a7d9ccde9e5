#include "app/library/model_library.h"

#include <algorithm>

#include "core/base/error.h"
#include "core/weights/probe.h"

namespace pentimento {
namespace {

constexpr int kDeepest = 3;  // folders below a model's own that can belong to it
constexpr AssetKind kKinds[] = {AssetKind::Model, AssetKind::Lora, AssetKind::Embedding,
                                AssetKind::Autoencoder, AssetKind::ControlNet};

ModelFolders foldersOf(const QStringList& folders) {
  ModelFolders all = ModelFolders::ofUser();
  for (const QString& folder : folders) all.addRoot(folder.toStdString());
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

/// Of a folder, the time says only that a name in it came or went. What lies beside a single file
/// (a configuration) belongs to it too.
ModelLibrary::Stamp ModelLibrary::stampOf(const std::filesystem::path& model) {
  namespace fs = std::filesystem;
  Stamp stamp;
  const auto add = [&stamp](const fs::path& file) {
    std::error_code gone;
    const uintmax_t bytes = fs::file_size(file, gone);
    if (!gone) stamp.emplace_back(file.string(), bytes, fs::last_write_time(file, gone));
  };
  std::error_code failure;
  if (!fs::is_directory(model, failure)) {
    add(model);
    add(fs::path(model).replace_extension(".yaml"));
    return stamp;
  }
  fs::recursive_directory_iterator files(model, fs::directory_options::skip_permission_denied,
                                         failure);
  for (; !failure && files != fs::end(files); files.increment(failure)) {
    if (files.depth() >= kDeepest) files.disable_recursion_pending();
    add(files->path());
  }
  std::ranges::sort(stamp);
  return stamp;
}

LibraryEntry ModelLibrary::probe(AssetKind kind, const Asset& asset, const RunContext& run) {
  const QString path = QString::fromStdString(asset.path.string());
  const Stamp stamp = stampOf(asset.path);
  auto known = m_known.find(path);
  if (known == m_known.end() || known->second.first != stamp)
    known = m_known.insert_or_assign(path, std::pair(stamp, probed(asset, run))).first;
  return {kind, QString::fromStdString(asset.name), path, known->second.second};
}

}  // namespace pentimento
