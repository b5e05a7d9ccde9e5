#include "core/weights/tensor_view.h"

#include "core/base/error.h"
#include "core/base/printable.h"

namespace pentimento {

void TensorView::add(std::string name, const SharedSource& source, std::string_view original) {
  const TensorInfo* info = source->find(original);
  if (!info)
    throw Error(ErrorKind::NotFound, "{} lacks the tensor \"{}\"", location(), printable(original));
  if (contains(name))
    throw Error(ErrorKind::InvalidInput, "{} has two tensors \"{}\"", location(), printable(name));
  IndexedSource::add(std::move(name), *info);
  m_origins.push_back({source, std::string(original)});
}

TensorBytes TensorView::readAt(size_t index) const {
  const Origin& origin = m_origins[index];
  return origin.source->read(origin.name);
}

SharedSource renamed(const SharedSource& source,
                     const std::function<std::optional<std::string>(std::string_view)>& rename) {
  auto view = std::make_shared<TensorView>("the model");
  for (const std::string& name : source->names())
    if (auto other = rename(name)) view->add(*std::move(other), source, name);
  return view;
}

SharedSource withoutPrefix(const SharedSource& source, std::string_view prefix) {
  return renamed(source, [prefix](std::string_view name) -> std::optional<std::string> {
    if (!name.starts_with(prefix)) return std::nullopt;
    return std::string(name.substr(prefix.size()));
  });
}

SharedSource merged(const std::vector<SharedSource>& sources) {
  auto view = std::make_shared<TensorView>("the model");
  for (const SharedSource& source : sources)
    for (const std::string& name : source->names()) view->add(name, source, name);
  return view;
}

}  // namespace pentimento
