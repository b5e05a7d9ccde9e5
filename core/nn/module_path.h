/// Modules at the dotted paths of a checkpoint.
#pragma once

#include <string>
#include <utility>

#include "core/nn/folder.h"

namespace pentimento::nn {

/// The module at `path` under `root`; folders are made where there is none. "" is `root`.
[[nodiscard]] torch::nn::Module& moduleAt(torch::nn::Module& root, const std::string& path);

/// Registers `module` at `path` under `root`.
template <typename Holder>
Holder placed(torch::nn::Module& root, const std::string& path, Holder module) {
  const size_t dot = path.rfind('.');
  const std::string parent = dot == std::string::npos ? "" : path.substr(0, dot);
  return moduleAt(root, parent).register_module(path.substr(dot + 1), std::move(module));
}

}  // namespace pentimento::nn
