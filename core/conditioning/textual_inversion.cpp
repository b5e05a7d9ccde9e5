#include "core/conditioning/textual_inversion.h"

#include "core/base/error.h"
#include "core/tensor/state_dict.h"

namespace pentimento {
namespace {

constexpr const char* kFirstTower = "clip_l";
constexpr const char* kSecondTower = "clip_g";

// [n, C], where a single vector may have been stored as [C]
torch::Tensor vectorsIn(const TensorSource& file, const std::string& tensor,
                        const std::string& name) {
  auto vectors = readTensor(file, tensor).to(torch::kFloat32);
  if (vectors.dim() == 1) vectors = vectors.unsqueeze(0);
  if (vectors.dim() != 2 || vectors.size(0) == 0)
    throw Error(ErrorKind::UnsupportedModel,
                "{} is no textual inversion: its tensor {} is not a list of vectors", name, tensor);
  return vectors.clone();
}

}  // namespace

std::vector<TextualInversion> readTextualInversion(const TensorSource& file,
                                                   const std::string& name, size_t towers) {
  const bool pair = file.contains(kFirstTower) && file.contains(kSecondTower);
  const size_t made = pair ? 2 : 1;
  if (!pair && file.names().size() != 1)
    throw Error(ErrorKind::UnsupportedModel,
                "{} is no textual inversion: it holds {} tensors where there should be one", name,
                file.names().size());
  if (made != towers)
    throw Error(ErrorKind::UnsupportedModel,
                "the textual inversion {} was made for a model with {} text encoders, and this one "
                "has {}",
                name, made, towers);
  if (pair)
    return {{name, {vectorsIn(file, kFirstTower, name), vectorsIn(file, kSecondTower, name)}}};
  const std::string& tensor = file.names().front();
  std::vector<TextualInversion> words{{name, {vectorsIn(file, tensor, name)}}};
  if (tensor.starts_with('<') && tensor.ends_with('>') && tensor != name)
    words.push_back({tensor, words.front().vectors});
  return words;
}

}  // namespace pentimento
