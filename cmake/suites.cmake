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
    COMMAND sh -c "cmake --preset ${preset} && cmake --build --preset ${preset} -j ${cores} --target ${targets} && \
ctest --test-dir build/${preset} --output-on-failure --no-tests=error -j ${cores} ${tests}"
    WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
  set_tests_properties(${name} PROPERTIES LABELS "slow;sanitize" RUN_SERIAL ON TIMEOUT 2400)
endfunction()

if(NOT TREFOIL_SANITIZE AND CMAKE_BUILD_TYPE STREQUAL "Debug" AND NOT CMAKE_CXX_FLAGS MATCHES "coverage")
  # Without what holds no code of ours, and with fewer kills: what is looked for here is not what a kill leaves behind.
  # Nor the long search, which course_test does in small, nor the cuts of power, which only take longer here.
  # The demonstration is told once there (OutlinesOfTheDemonstration), not five times, of a hundred seconds each; and of the
  # simulations the small ones.
  trefoil_suite(asan asan-ubsan all "-E '^(layers|golden|assets_types|rules_page|explore|power_test)$'")
  set_tests_properties(asan PROPERTIES ENVIRONMENT
    "CRASH_ROUNDS=20;GTEST_FILTER=-Demo.HasFinished*:Demo.IsTheSame*:Demo.Tells*:Demo.Shows*:Restore.TheDemonstration*:Simulation.TwoHundredCalibrations")
  # Not demo: telling it is one thread's work.
  trefoil_suite(tsan tsan "store_test practice_test http_test" "-R '^(store|practice|http)$'")
  trefoil_suite(fuzz fuzz fuzzers "-L short")
  if(EXISTS ${CMAKE_SOURCE_DIR}/tests/browser/run.sh)
    add_test(NAME browser COMMAND ${CMAKE_SOURCE_DIR}/tests/browser/run.sh $<TARGET_FILE:trefoil>)
    set_tests_properties(browser PROPERTIES LABELS "slow;browser" RUN_SERIAL ON TIMEOUT 1200)
  endif()
endif()
