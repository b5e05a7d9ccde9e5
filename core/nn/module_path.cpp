#include "core/nn/module_path.h"

#include <algorithm>

namespace pentimento::nn {

torch::nn::Module& moduleAt(torch::nn::Module& root, const std::string& path) {
  torch::nn::Module* module = &root;
  for (size_t begin = 0; begin < path.size();) {
    const size_t end = std::min(path.find('.', begin), path.size());
    const std::string name = path.substr(begin, end - begin);
    const auto children = module->named_children();
    const auto* found = children.find(name);
    module = found ? found->get() : module->register_module(name, Folder()).get();
    begin = end + 1;
  }
  return *module;
}

}  // namespace pentimento::nn
