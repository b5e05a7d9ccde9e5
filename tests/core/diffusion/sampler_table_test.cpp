#include "core/diffusion/sampler_table.h"

#include <gtest/gtest.h>

#include "core/base/error.h"

namespace pentimento {
namespace {

TEST(DiffusionSamplerTable, FindsEverySamplerInEverySpelling) {
  for (const SamplerInfo& info : samplers()) {
    for (const std::string_view name : {info.label, info.comfy, info.invoke}) {
      if (name.empty()) continue;
      const SamplerChoice choice = samplerFromName(name);
      EXPECT_EQ(choice.sampler->label, info.label) << name;
      EXPECT_FALSE(choice.schedule.has_value()) << name;
    }
  }
}

TEST(DiffusionSamplerTable, SplitsSchedulesOffOldNames) {
  struct Case {
    const char* name;
    const char* sampler;
    ScheduleKind schedule;
  };
  for (const Case& c : {Case{"DPM++ 2M Karras", "DPM++ 2M", ScheduleKind::Karras},
                        Case{"DPM++ 2M SDE Exponential", "DPM++ 2M SDE", ScheduleKind::Exponential},
                        Case{"dpmpp_2m_sde_k", "DPM++ 2M SDE", ScheduleKind::Karras},
                        Case{"euler_k", "Euler", ScheduleKind::Karras},
                        Case{"DPM2 a Karras", "DPM2 a", ScheduleKind::Karras},
                        Case{"euler_ancestral_sgm_uniform", "Euler a", ScheduleKind::SgmUniform}}) {
    const SamplerChoice choice = samplerFromName(c.name);
    EXPECT_EQ(choice.sampler->label, c.sampler) << c.name;
    EXPECT_EQ(choice.schedule, c.schedule) << c.name;
  }
}

TEST(DiffusionSamplerTable, FindsSchedulesInBothSpellings) {
  EXPECT_EQ(scheduleFromName("Karras"), ScheduleKind::Karras);
  EXPECT_EQ(scheduleFromName("sgm_uniform"), ScheduleKind::SgmUniform);
  EXPECT_EQ(scheduleFromName("SGM Uniform"), ScheduleKind::SgmUniform);
  EXPECT_EQ(scheduleFromName("ddim_uniform"), ScheduleKind::DdimUniform);
}

TEST(DiffusionSamplerTable, NamesTheChoicesWhenAskedForAnUnknownOne) {
  for (const char* name : {"", "karras", "Eulerr", "Euler Nothing", "_", "k"}) {
    try {
      (void)samplerFromName(name);
      ADD_FAILURE() << name;
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::InvalidInput);
      EXPECT_NE(std::string(error.what()).find("DPM++ 2M SDE"), std::string::npos);
    }
  }
  EXPECT_THROW((void)scheduleFromName("steep"), Error);
}

}  // namespace
}  // namespace pentimento
