#include "core/training/picture_tensors.h"

#include <algorithm>

namespace pentimento::training {

torch::Tensor tensorOf(const std::vector<Image>& pictures, torch::Device device) {
  std::vector<torch::Tensor> rows;
  for (const Image& picture : pictures) {
    auto bytes = torch::empty({picture.height(), picture.width(), 3}, torch::kUInt8);
    std::ranges::copy(picture.bytes(), static_cast<std::byte*>(bytes.data_ptr()));
    rows.push_back(bytes.permute({2, 0, 1}));
  }
  return torch::stack(rows).to(device).to(torch::kFloat32).div_(127.5).sub_(1);
}

torch::Tensor tensorOf(const std::vector<Mask>& masks, torch::Device device) {
  std::vector<torch::Tensor> rows;
  for (const Mask& mask : masks) {
    auto values = torch::empty({1, mask.height(), mask.width()}, torch::kUInt8);
    std::ranges::copy(mask.values(), values.data_ptr<uint8_t>());
    rows.push_back(values);
  }
  return torch::stack(rows).to(device).to(torch::kFloat32).div_(255);
}

std::vector<Image> picturesOf(const torch::Tensor& batch) {
  const auto bytes = batch.to(torch::kCPU, torch::kFloat32)
                         .add(1)
                         .mul(127.5)
                         .round()
                         .clamp(0, 255)
                         .to(torch::kUInt8)
                         .permute({0, 2, 3, 1})
                         .contiguous();
  std::vector<Image> pictures;
  for (int64_t i = 0; i < bytes.size(0); ++i) {
    Image picture({static_cast<int>(bytes.size(2)), static_cast<int>(bytes.size(1))},
                  ChannelLayout::Rgb, BitDepth::Eight);
    const auto* source = reinterpret_cast<const std::byte*>(bytes[i].data_ptr());
    std::copy_n(source, picture.bytes().size(), picture.writableBytes().begin());
    pictures.push_back(std::move(picture));
  }
  return pictures;
}

Image similarityPicture(const torch::Tensor& rows, const torch::Tensor& columns) {
  constexpr int64_t kCell = 8;
  const auto unit = [](const torch::Tensor& t) { return t / t.norm(2, 1, true); };
  const auto cosines = unit(rows).matmul(unit(columns).t()).unsqueeze(0).unsqueeze(0);
  const auto cells =
      torch::upsample_nearest2d(cosines, {kCell * cosines.size(2), kCell * cosines.size(3)});
  return picturesOf(cells.expand({1, 3, -1, -1}))[0];
}

}  // namespace pentimento::training
