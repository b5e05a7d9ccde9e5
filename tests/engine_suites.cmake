# One CTest entry per folder of engine tests: the suite names of a folder start with its name
# (core/diffusion/*: "Diffusion…"), so that a filter selects it; before that of a parametrised suite
# stands the name of its instantiation and a slash.
foreach(folder tensor nn networks conditioning diffusion autoregressive pipelines training)
  file(GLOB sources CONFIGURE_DEPENDS core/${folder}/*_test.cpp)
  if(sources)
    string(SUBSTRING ${folder} 0 1 initial)
    string(TOUPPER ${initial} initial)
    string(SUBSTRING ${folder} 1 -1 rest)
    set(suites ${initial}${rest})
    add_test(NAME engine.${folder} COMMAND engine_tests "--gtest_filter=${suites}*:*/${suites}*")
    set_tests_properties(engine.${folder} PROPERTIES TIMEOUT 600)
  endif()
endforeach()
