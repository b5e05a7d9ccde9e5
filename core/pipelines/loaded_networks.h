/// Networks in memory by the file that they came from, so that two models that hold the same one
/// share it: the CLIP that ranks pictures and the CLIP of the model that paints them.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <typeinfo>

#include "core/tensor/placement.h"

namespace pentimento {

/// Holds nothing alive itself. Networks in it must not be changed after loading.
/// Thread-safety: one thread at a time.
class LoadedNetworks {
 public:
  /// What was loaded from this very version of `file` in this placement, while anyone has it;
  /// otherwise none.
  template <typename Network>
  [[nodiscard]] Network find(const std::filesystem::path& file, const Placement& placement) const {
    using Module = typename Network::ContainedType;
    const auto found = m_networks.find(keyOf(file, placement, typeid(Module)));
    if (found == m_networks.end()) return nullptr;
    return std::static_pointer_cast<Module>(found->second.lock());
  }

  template <typename Network>
  void keep(const std::filesystem::path& file, const Placement& placement, const Network& network) {
    m_networks[keyOf(file, placement, typeid(typename Network::ContainedType))] = network.ptr();
  }

  template <typename Network, typename Load>
  [[nodiscard]] Network findOr(const std::filesystem::path& file, const Placement& placement,
                               Load load) {
    Network network = find<Network>(file, placement);
    if (!network) keep(file, placement, network = load());
    return network;
  }

 private:
  [[nodiscard]] static std::string keyOf(const std::filesystem::path& file,
                                         const Placement& placement, const std::type_info& type);

  std::map<std::string, std::weak_ptr<torch::nn::Module>> m_networks;
};

}  // namespace pentimento
