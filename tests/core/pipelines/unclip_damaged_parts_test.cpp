// Whatever a file of a model is replaced by, a sentence says so, or it is not needed: no crash, and
// no error that nobody thought of.
#include <gtest/gtest.h>

#include <filesystem>
#include <functional>

#include "core/base/error.h"
#include "core/pipelines/torch_generator.h"
#include "tests/support/golden.h"
#include "tests/support/gradient_picture.h"
#include "tests/support/torch/tiny_model.h"

namespace pentimento {
namespace {
namespace fs = std::filesystem;

struct Parts {
  std::string name;
  std::string family;             ///< golden; "" = the model in the box
  std::vector<fs::path> folders;  ///< of the family, copied as they are called
  std::string model;              ///< of these, what is asked; "" = what holds them
  fs::path foreign;               ///< a golden file that belongs elsewhere
};

std::ostream& operator<<(std::ostream& out, const Parts& parts) {
  return out << parts.name;
}

class PipelinesUnclipDamagedParts : public testing::TestWithParam<Parts> {
 protected:
  void SetUp() override {
    const Parts& parts = GetParam();
    m_folder = golden::freshFolder("damaged_" + parts.name);
    if (parts.family.empty()) {
      fs::copy(fs::path(PENTIMENTO_SOURCE_DIR) / "models/builtin", m_folder / "whole");
    } else {
      PENTIMENTO_REQUIRE_FAMILY(family, parts.family);
      for (const fs::path& folder : parts.folders) {
        if (!fs::exists(family / folder)) GTEST_SKIP() << "this golden set has no " << folder;
        const fs::path to = m_folder / "whole" / folder.filename();
        fs::create_directories(to);
        fs::copy(family / folder, to, fs::copy_options::recursive | kReplace);
      }
    }
    const auto foreign = golden::family(parts.foreign.begin()->string());
    if (!foreign) GTEST_SKIP() << "this golden set has no " << parts.foreign;
    m_foreign = foreign->parent_path() / parts.foreign;
    for (const auto& entry : fs::recursive_directory_iterator(m_folder / "whole")) {
      fs::permissions(entry, fs::perms::owner_write, fs::perm_options::add);
      const std::string extension = entry.path().extension().string();
      if (entry.is_regular_file() && extension != ".md" && extension != ".png")
        m_files.push_back(fs::relative(entry.path(), m_folder / "whole"));
    }
  }

  /// A copy that shares every file but the one that is damaged.
  void expectWordsWhen(const char* what, const std::function<void(const fs::path&)>& damage) {
    for (const fs::path& file : m_files) {
      SCOPED_TRACE(file.string() + " " + what);
      const fs::path copy = m_folder / "damaged";
      fs::remove_all(copy);
      fs::copy(m_folder / "whole", copy,
               fs::copy_options::recursive | fs::copy_options::create_hard_links);
      fs::remove(copy / file);
      fs::copy_file(m_folder / "whole" / file, copy / file);
      damage(copy / file);
      const fs::path model = GetParam().model.empty() ? copy : copy / GetParam().model;
      for (const Task task : {Task::TextToImage, Task::Variations}) expectWords(model, task);
      expectWordsOfRanking(model);
    }
    EXPECT_GT(m_refusals, m_files.size());  // most files are needed by most requests
  }

  fs::path m_foreign;

 private:
  static constexpr auto kReplace = fs::copy_options::overwrite_existing;

  void expectWords(const fs::path& model, Task task) {
    GenerationRequest request = golden::quickRequest(model);
    request.task = task;
    request.sampler.clear();
    request.negativePrompt.clear();
    request.size.reset();
    request.unclip.priorSteps = request.unclip.upsamplerSteps = 1;
    if (task == Task::Variations) request.image = gradientPicture({40, 32}, 90);
    expectWords([&] { (void)makeTorchGenerator()->generate(request, {}); });
  }

  void expectWordsOfRanking(const fs::path& model) {
    EmbeddingRequest request;
    request.model = model.string();
    request.texts = {"a red ball"};
    request.pictures = {gradientPicture({40, 32}, 90)};
    expectWords([&] { (void)makeTorchGenerator()->embed(request, {}); });
  }

  void expectWords(const std::function<void()>& act) {
    try {
      act();
    } catch (const Error& error) {
      ++m_refusals;
      EXPECT_NE(error.kind(), ErrorKind::Internal) << error.what();
      EXPECT_GT(std::string(error.what()).size(), 20u) << error.what();
    }
  }

  fs::path m_folder;
  std::vector<fs::path> m_files;
  size_t m_refusals = 0;
};

TEST_P(PipelinesUnclipDamagedParts, Missing) {
  expectWordsWhen("missing", [](const fs::path& file) { fs::remove(file); });
}

TEST_P(PipelinesUnclipDamagedParts, CutOff) {
  expectWordsWhen("cut off",
                  [](const fs::path& file) { fs::resize_file(file, fs::file_size(file) * 2 / 3); });
}

TEST_P(PipelinesUnclipDamagedParts, ReplacedByAnotherModels) {
  expectWordsWhen("replaced", [&](const fs::path& file) {
    fs::copy_file(m_foreign, file, fs::copy_options::overwrite_existing);
  });
}

INSTANTIATE_TEST_SUITE_P(
    Models, PipelinesUnclipDamagedParts,
    testing::Values(
        Parts{"karlo",
              "karlo",
              {"model/prior", "model/decoder", "model/super_res_first", "model/super_res_last",
               "model/text_proj", "model/text_encoder", "model/tokenizer", "model/prior_scheduler",
               "model/decoder_scheduler", "model/super_res_scheduler", "variations/image_encoder"},
              "",
              "kandinsky22/decoder/unet/diffusion_pytorch_model.safetensors"},
        Parts{"kandinsky",
              "kandinsky22",
              {"prior", "decoder"},
              "decoder",
              "sd1/pipeline/vae/diffusion_pytorch_model.safetensors"},
        Parts{
            "builtin", "", {}, "", "kandinsky22/prior/prior/diffusion_pytorch_model.safetensors"}),
    [](const auto& parts) { return parts.param.name; });

}  // namespace
}  // namespace pentimento
