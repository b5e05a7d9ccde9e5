#include "tests/support/key_list.h"

#include <algorithm>
#include <fstream>
#include <sstream>

#include "core/base/error.h"

namespace pentimento::golden {

KeyList::KeyList(const std::filesystem::path& file, const Json& changed)
    : IndexedSource(file.string()) {
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);) {
    std::istringstream words(line);
    std::string name, shape, dtype;
    if (line.starts_with('#') || !(words >> name >> shape)) continue;
    words >> dtype;
    TensorInfo info;
    for (const DType candidate : {DType::F32, DType::F16, DType::BF16, DType::I64, DType::I32})
      if (toString(candidate) == dtype) info.dtype = candidate;
    if (changed.contains(name)) {
      info.shape = changed[name].get<std::vector<int64_t>>();
    } else {
      std::ranges::replace(shape, 'x', ' ');
      std::istringstream sides(shape);
      for (int64_t side = 0; sides >> side;) info.shape.push_back(side);
    }
    add(name, info);
  }
}

TensorBytes KeyList::readAt(size_t) const {
  throw Error(ErrorKind::Internal, "a list of names has no numbers");
}

}  // namespace pentimento::golden
