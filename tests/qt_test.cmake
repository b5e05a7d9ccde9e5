# pentimento_qt_test(NAME SOURCE… [MAIN FILE] [LIBRARIES…]): a GoogleTest executable that runs on Qt's offscreen platform.
function(pentimento_qt_test name)
  cmake_parse_arguments(test "" "MAIN" "LIBRARIES" ${ARGN})
  if(NOT test_MAIN)
    set(test_MAIN ${PROJECT_SOURCE_DIR}/tests/support/qt_main.cpp)
  endif()
  add_executable(${name} ${test_UNPARSED_ARGUMENTS} ${test_MAIN})
  target_link_libraries(${name} PRIVATE ${test_LIBRARIES} pentimento_core GTest::gtest GTest::gmock)
  target_compile_definitions(${name} PRIVATE
    PENTIMENTO_SOURCE_DIR="${PROJECT_SOURCE_DIR}" PENTIMENTO_TEST_TMP="${PROJECT_BINARY_DIR}/tmp")
  gtest_discover_tests(${name} PROPERTIES TIMEOUT 300 ENVIRONMENT "QT_QPA_PLATFORM=offscreen")
endfunction()
