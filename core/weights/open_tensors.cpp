#include "core/weights/open_tensors.h"

#include <algorithm>
#include <array>

#include "core/base/error.h"
#include "core/base/json.h"
#include "core/base/printable.h"
#include "core/weights/file_kind.h"
#include "core/weights/safetensors_file.h"
#include "core/weights/torch_file.h"

namespace pentimento {
namespace fs = std::filesystem;
namespace {

bool isPlainName(const std::string& name) {
  return !name.empty() && name != "." && name != ".." &&
         name.find_first_of(std::string("/\\\0", 3)) == std::string::npos;
}

/// A `*.index.json`: {"weight_map": {tensor: file beside the index}}.
SharedSource openShards(const fs::path& path, const RunContext& run) {
  const std::string where = printable(path.string(), 500);
  const Json index = readJsonFile(path);
  const auto map = index.find("weight_map");
  if (!index.is_object() || map == index.end() || !map->is_object())
    throw Error(ErrorKind::UnsupportedModel,
                "{} is JSON, but no list of shards; choose a file with weights", where);
  std::map<std::string, SharedSource> shards;
  for (const auto& [tensor, file] : map->items()) {
    if (!file.is_string() || !isPlainName(file.get_ref<const std::string&>()))
      throw Error(ErrorKind::CorruptFile, "{} names a shard outside of its folder", where);
    shards.emplace(file.get<std::string>(), nullptr);
  }
  Progress progress;
  progress.stage = "load";
  progress.steps = static_cast<int>(shards.size());
  for (auto& [file, source] : shards) {
    run.report(progress);
    if (fileKind(path.parent_path() / file) == FileKind::Json)
      throw Error(ErrorKind::CorruptFile, "{} names another list as a shard", where);
    source = openTensors(path.parent_path() / file, run);
    ++progress.step;
  }
  auto view = std::make_shared<TensorView>(where);
  for (const auto& [tensor, file] : map->items())
    view->add(tensor, shards.at(file.get<std::string>()), tensor);
  return view;
}

}  // namespace

SharedSource openTensors(const fs::path& path, const RunContext& run) {
  run.check();
  std::error_code failure;
  if (fs::is_directory(path, failure)) {
    const auto file = weightsInFolder(path);
    if (!file)
      throw Error(ErrorKind::NotFound, "{} holds no file with weights",
                  printable(path.string(), 500));
    return openTensors(*file, run);
  }
  const bool promisesSafety = path.extension() == ".safetensors" || path.extension() == ".sft";
  switch (const FileKind kind = fileKind(path)) {
    case FileKind::Safetensors:
      return std::make_shared<SafetensorsFile>(path);
    case FileKind::TorchZip:
    case FileKind::Pickle:
      if (promisesSafety)
        throw Error(ErrorKind::CorruptFile,
                    "{} is a pickled PyTorch checkpoint in disguise; nothing of it was loaded: "
                    "get the real safetensors file",
                    printable(path.string(), 500));
      return std::make_shared<TorchFile>(path);
    case FileKind::Json:
      if (!promisesSafety) return openShards(path, run);
      [[fallthrough]];
    default:
      // What is called .safetensors is told which rule of that format it breaks.
      if (promisesSafety && kind == FileKind::Unknown)
        return std::make_shared<SafetensorsFile>(path);
      throw Error(kind == FileKind::Unknown ? ErrorKind::UnsupportedModel : ErrorKind::CorruptFile,
                  "{} is {}", printable(path.string(), 500), describe(kind));
  }
}

std::optional<fs::path> weightsInFolder(const fs::path& folder) {
  constexpr std::array kStems{"diffusion_pytorch_model", "model", "pytorch_model"};
  constexpr std::array kEndings{".safetensors", ".safetensors.index.json", ".fp16.safetensors",
                                ".bin",         ".bin.index.json",         ".fp16.bin"};
  std::error_code failure;
  for (const std::string ending : kEndings)
    for (const std::string stem : kStems)
      if (const fs::path file = folder / (stem + ending); fs::is_regular_file(file, failure))
        return file;
  return std::nullopt;
}

}  // namespace pentimento
