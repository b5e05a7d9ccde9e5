// Holds every #include of the tree to the table of layers in ARCHITECTURE.md.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <string>
#include <vector>

namespace pentimento {
namespace {
namespace fs = std::filesystem;
using Modules = std::set<std::string>;

/// Which modules a module may include besides itself. A module is the folder that owns a file:
/// "core/nn", "app/jobs", "ui/canvas".
const std::map<std::string, Modules>& allowedIncludes() {
  static const std::map<std::string, Modules> table = [] {
    const Modules base{"core/base"};
    const Modules imaging{"core/base"};
    const Modules text{"core/base"};
    const Modules api{"core/base", "core/imaging", "core/text"};
    const Modules weights{"core/base", "core/imaging", "core/text", "core/api"};
    Modules tensor = weights;
    tensor.insert("core/weights");
    Modules nn = tensor;
    nn.insert("core/tensor");
    Modules networks = nn;
    networks.insert("core/nn");
    Modules conditioning = networks;
    conditioning.insert("core/networks");
    const Modules& diffusion = conditioning;
    const Modules& autoregressive = conditioning;
    Modules pipelines = conditioning;
    pipelines.insert({"core/conditioning", "core/diffusion", "core/autoregressive"});
    Modules training = pipelines;
    training.insert("core/pipelines");

    const Modules coreFace{"core/base", "core/imaging", "core/text", "core/api", "core/weights"};
    const Modules& storage = coreFace;
    const Modules& pictures = coreFace;
    Modules document = coreFace;
    document.insert({"app/storage", "app/pictures"});
    Modules settings = coreFace;
    Modules engine = coreFace;
    Modules jobs = coreFace;
    Modules history = coreFace;
    history.insert({"app/storage", "app/pictures"});
    Modules library = coreFace;
    library.insert("app/settings");
    Modules services = coreFace;
    services.insert({"app/storage", "app/pictures", "app/document", "app/settings", "app/engine",
                     "app/jobs", "app/history", "app/library"});
    Modules panel = services;
    panel.insert({"ui/widgets", "ui/theme"});
    Modules theme = services;
    Modules widgets = services;
    widgets.insert("ui/theme");
    Modules window = panel;
    window.insert({"ui/canvas", "ui/prompt", "ui/history", "ui/models", "ui/layers", "ui/queue",
                   "ui/results", "ui/training"});
    Modules studio = window;
    studio.insert("ui/window");
    Modules executable = coreFace;
    executable.insert({"core/pipelines", "core/training"});
    return std::map<std::string, Modules>{
        {"core/base", {}},
        {"core/imaging", imaging},
        {"core/text", text},
        {"core/api", api},
        {"core/weights", weights},
        {"core/tensor", tensor},
        {"core/nn", nn},
        {"core/networks", networks},
        {"core/conditioning", conditioning},
        {"core/diffusion", diffusion},
        {"core/autoregressive", autoregressive},
        {"core/pipelines", pipelines},
        {"core/training", training},
        {"app/storage", storage},
        {"app/pictures", pictures},
        {"app/document", document},
        {"app/settings", settings},
        {"app/engine", engine},
        {"app/jobs", jobs},
        {"app/history", history},
        {"app/library", library},
        {"app/cli", executable},
        {"app/server", executable},
        {"app/studio", studio},
        {"ui/theme", theme},
        {"ui/widgets", widgets},
        {"ui/canvas", panel},
        {"ui/prompt", panel},
        {"ui/history", panel},
        {"ui/models", panel},
        {"ui/layers", panel},
        {"ui/queue", panel},
        {"ui/results", panel},
        {"ui/training", panel},
        {"ui/window", window},
    };
  }();
  return table;
}

const fs::path kSource = PENTIMENTO_SOURCE_DIR;

struct SourceFile {
  std::string path;    // from the root
  std::string module;  // "core/nn"
  std::vector<std::string> includes;
};

std::string moduleOf(const std::string& path) {
  const size_t first = path.find('/');
  const size_t second = path.find('/', first + 1);
  return second == std::string::npos ? path.substr(0, first) : path.substr(0, second);
}

std::vector<SourceFile> sourceFiles() {
  static const std::regex include(R"re(^\s*#\s*include\s*[<"]([^>"]+)[>"])re");
  std::vector<SourceFile> files;
  for (const char* top : {"core", "app", "ui"}) {
    for (const auto& entry : fs::recursive_directory_iterator(kSource / top)) {
      const std::string extension = entry.path().extension();
      if (extension != ".h" && extension != ".cpp") continue;
      SourceFile file;
      file.path = fs::relative(entry.path(), kSource).generic_string();
      file.module = moduleOf(file.path);
      std::ifstream in(entry.path());
      for (std::string line; std::getline(in, line);)
        if (std::smatch match; std::regex_search(line, match, include))
          file.includes.push_back(match[1]);
      files.push_back(std::move(file));
    }
  }
  return files;
}

bool startsWithAny(const std::string& text, const std::vector<std::string>& prefixes) {
  return std::ranges::any_of(prefixes,
                             [&](const auto& prefix) { return text.starts_with(prefix); });
}

TEST(ArchitectureIncludes, FollowTheTableOfLayers) {
  const auto files = sourceFiles();
  ASSERT_GT(files.size(), 5u);
  for (const SourceFile& file : files) {
    const auto row = allowedIncludes().find(file.module);
    ASSERT_NE(row, allowedIncludes().end())
        << file.path << ": module " << file.module << " is not in the table";
    for (const std::string& include : file.includes) {
      if (!startsWithAny(include, {"core/", "app/", "ui/"})) continue;
      const std::string target = moduleOf(include);
      EXPECT_TRUE(target == file.module || row->second.contains(target))
          << file.path << " may not include " << include;
    }
  }
}

TEST(ArchitectureIncludes, ExecutablesReachPipelinesAndTrainingByTheirFactoriesOnly) {
  for (const SourceFile& file : sourceFiles()) {
    if (file.module != "app/cli" && file.module != "app/server") continue;
    for (const std::string& include : file.includes) {
      if (!include.starts_with("core/pipelines/")) continue;
      EXPECT_TRUE(include == "core/pipelines/torch_generator.h" ||
                  include == "core/pipelines/bench.h" || include == "core/pipelines/doctor.h" ||
                  include == "core/pipelines/convert.h")
          << file.path << " includes " << include;
    }
  }
}

TEST(ArchitectureIncludes, TorchComesThroughOneHeader) {
  for (const SourceFile& file : sourceFiles()) {
    for (const std::string& include : file.includes) {
      // What torch.h does not offer: processes that train together.
      const bool collective = file.path == "core/tensor/process_group.cpp" &&
                              include.starts_with("torch/csrc/distributed/");
      if (startsWithAny(include, {"torch/", "ATen/", "c10/"}) && !collective)
        EXPECT_EQ(file.path, "core/tensor/torch.h") << file.path << " includes " << include;
      if (include == "core/tensor/torch.h")
        EXPECT_TRUE(file.module.starts_with("core/")) << file.path << " sees torch";
    }
  }
}

TEST(ArchitectureIncludes, CoreKnowsNoQt) {
  static const std::regex qt("^(Q[A-Z]|Qt)");
  for (const SourceFile& file : sourceFiles()) {
    if (!file.module.starts_with("core/") && file.module != "app/cli" &&
        file.module != "app/server")
      continue;
    for (const std::string& include : file.includes)
      EXPECT_FALSE(std::regex_search(include, qt)) << file.path << " includes " << include;
  }
}

TEST(ArchitectureIncludes, OpenCvStaysInSources) {
  for (const SourceFile& file : sourceFiles()) {
    for (const std::string& include : file.includes) {
      if (!include.starts_with("opencv2/")) continue;
      EXPECT_TRUE(file.path.ends_with(".cpp")) << file.path << " includes " << include;
      EXPECT_EQ(include.find("highgui"), std::string::npos) << file.path;
      EXPECT_EQ(include.find("imgcodecs"), std::string::npos) << file.path;
    }
  }
}

TEST(ArchitectureIncludes, PathsStartAtTheRoot) {
  for (const SourceFile& file : sourceFiles()) {
    for (const std::string& include : file.includes)
      EXPECT_FALSE(include.starts_with("..")) << file.path << " includes " << include;
  }
}

TEST(ArchitectureTopLevel, HoldsExactlyTheAgreedEntries) {
  const std::set<std::string> folders{"app",    "ui",    "core",     "resources",
                                      "models", "tests", "packaging"};
  for (const auto& entry : fs::directory_iterator(kSource)) {
    const std::string name = entry.path().filename();
    if (entry.is_directory() && name[0] != '.' && name != "build")
      EXPECT_TRUE(folders.contains(name)) << "unexpected top-level folder " << name;
  }
}

TEST(ArchitectureReadmes, EveryModuleHasAShortOne) {
  std::set<std::string> modules;
  for (const SourceFile& file : sourceFiles()) modules.insert(file.module);
  for (const std::string& module : modules) {
    std::ifstream readme(kSource / module / "README.md");
    ASSERT_TRUE(readme.is_open()) << module << " has no README.md";
    int lines = 0;
    for (std::string line; std::getline(readme, line);) ++lines;
    EXPECT_LE(lines, 10) << module;
  }
}

}  // namespace
}  // namespace pentimento
