# The suites that need a build of their own run as single tests of the development build, so that everything closes on
# one line of ctest. Included by tests/CMakeLists.txt after all other tests are there.

# A test that skips itself, or is disabled, has not passed.
get_property(names DIRECTORY PROPERTY TESTS)
foreach(name ${names})
  set_property(TEST ${name} APPEND PROPERTY FAIL_REGULAR_EXPRESSION "\\[  SKIPPED \\]" "YOU HAVE [0-9]+ DISABLED TEST")
endforeach()

# Configures, builds and tests another preset. Alone, since its build takes all cores.
function(trefoil_suite name preset targets tests)
  cmake_host_system_information(RESULT cores QUERY NUMBER_OF_LOGICAL_CORES)
  add_test(NAME ${name}
    COMMAND sh -c "cmake --preset ${preset} ${ARGN} && cmake --build --preset ${preset} -j ${cores} --target ${targets} && \
ctest --test-dir build/${preset} --output-on-failure --no-tests=error -j ${cores} ${tests}"
    WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
  set_tests_properties(${name} PROPERTIES LABELS "slow;sanitize" RUN_SERIAL ON TIMEOUT 2400)
endfunction()

if(NOT TREFOIL_SANITIZE AND CMAKE_BUILD_TYPE STREQUAL "Debug" AND NOT CMAKE_CXX_FLAGS MATCHES "coverage")
  # The folders that read untrusted bytes or hold the rules; practice, web and cli are to follow.
  trefoil_suite(asan asan-ubsan "base_test vault_test measure_test care_test ledger_test codec_test"
    "-R '^(base|vault|measure|care|ledger|codec)$'")
  trefoil_suite(tsan tsan store_test "-R '^store$'")
  # The fuzz targets run by their preset (CONTRIBUTING.md), and practice.test.js by hand, until each has had a clean run
  # inside this suite.
  if(EXISTS ${CMAKE_SOURCE_DIR}/tests/browser/run.sh)
    add_test(NAME browser COMMAND ${CMAKE_SOURCE_DIR}/tests/browser/run.sh $<TARGET_FILE:trefoil>
      without_scripts import lock keyboard demo)
    set_tests_properties(browser PROPERTIES LABELS "slow;browser" RUN_SERIAL ON TIMEOUT 1200)
  endif()
endif()
