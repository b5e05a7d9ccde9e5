#include "core/tensor/torch_errors.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <functional>
#include <new>

#include "core/base/error.h"
#include "core/base/json.h"
#include "core/tensor/torch.h"

namespace pentimento {
namespace {

ErrorKind kindOf(const std::function<void()>& work) {
  try {
    translateTorchErrors(work);
  } catch (const Error& error) {
    EXPECT_EQ(std::string(error.what()).find('\n'), std::string::npos) << error.what();
    return error.kind();
  }
  ADD_FAILURE() << "nothing was thrown";
  return ErrorKind::Internal;
}

TEST(TensorErrors, AreOfTheFamily) {
  EXPECT_EQ(kindOf([] { throw std::bad_alloc(); }), ErrorKind::OutOfMemory);
  EXPECT_EQ(kindOf([] { (void)torch::empty({int64_t{1} << 50}); }), ErrorKind::OutOfMemory);
  EXPECT_EQ(kindOf([] {
              (void)torch::zeros({2, 3}).mm(torch::zeros({2, 3}));
            }),
            ErrorKind::Internal);
  EXPECT_EQ(kindOf([] {
              (void)Json{{"width", "wide"}}.at("width").get<int>();
            }),
            ErrorKind::CorruptFile);
  EXPECT_EQ(kindOf([] { (void)std::filesystem::file_size("/nowhere/at/all"); }), ErrorKind::Io);
}

}  // namespace
}  // namespace pentimento
