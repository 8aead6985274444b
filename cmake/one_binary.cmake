# The release is one binary: what the distribution ships as an archive is linked into it, so that a start spends no time
# on finding and relocating shared libraries (docs/decisions/0009-one-binary.md). The C library stays outside. Where an
# archive is missing, the shared library is taken.
option(TREFOIL_ONE_BINARY "Link archives instead of shared libraries where there are some" OFF)

# The path of lib<name>.a, else the name as it is: also where the archive was not made for programs that may lie
# anywhere in memory, which ours does (Debian 12: libzxcvbn.a).
function(trefoil_archive out name)
  set(${out} ${name} PARENT_SCOPE)
  if(NOT TREFOIL_ONE_BINARY)
    return()
  endif()
  find_library(TREFOIL_ARCHIVE_${name} NAMES lib${name}.a)
  mark_as_advanced(TREFOIL_ARCHIVE_${name})
  if(NOT TREFOIL_ARCHIVE_${name})
    return()
  endif()
  set(probe ${CMAKE_BINARY_DIR}/archives/probe.cpp)
  if(NOT EXISTS ${probe})
    file(WRITE ${probe} "int main() {}\n")
  endif()
  try_compile(TREFOIL_ARCHIVE_FITS_${name} ${CMAKE_BINARY_DIR}/archives SOURCES ${probe}
    LINK_OPTIONS -pie -Wl,--unresolved-symbols=ignore-all
      -Wl,--whole-archive ${TREFOIL_ARCHIVE_${name}} -Wl,--no-whole-archive
    CXX_STANDARD 20)
  if(TREFOIL_ARCHIVE_FITS_${name})
    set(${out} ${TREFOIL_ARCHIVE_${name}} PARENT_SCOPE)
  endif()
endfunction()

# part_<name>: a library that has neither a CMake nor a pkg-config file.
function(trefoil_part name)
  trefoil_archive(library ${name})
  add_library(part_${name} INTERFACE)
  target_link_libraries(part_${name} INTERFACE ${library})
endfunction()

# part_<name>: what pkg-config says of a module.
function(trefoil_package name module)
  pkg_check_modules(PACKAGE_${name} REQUIRED ${module})
  add_library(part_${name} INTERFACE)
  target_include_directories(part_${name} SYSTEM INTERFACE ${PACKAGE_${name}_INCLUDE_DIRS})
  set(libraries ${PACKAGE_${name}_LIBRARIES})
  if(TREFOIL_ONE_BINARY)
    set(libraries ${PACKAGE_${name}_STATIC_LIBRARIES})
  endif()
  foreach(library ${libraries})
    trefoil_archive(found ${library})
    target_link_libraries(part_${name} INTERFACE ${found})
  endforeach()
endfunction()

# part_boost_<name>
function(trefoil_boost name)
  trefoil_archive(library boost_${name})
  add_library(part_boost_${name} INTERFACE)
  if(library MATCHES "\\.a$")
    target_link_libraries(part_boost_${name} INTERFACE ${library} Boost::headers)
  else()
    target_link_libraries(part_boost_${name} INTERFACE Boost::${name})
  endif()
endfunction()

# part_sqlite: SQLite and its C++ face, which is an archive that asks for the first by its target.
function(trefoil_sqlite)
  trefoil_archive(library sqlite3)
  if(library MATCHES "\\.a$")
    set_target_properties(SQLite::SQLite3 PROPERTIES IMPORTED_LOCATION ${library} INTERFACE_LINK_LIBRARIES "m;dl")
  endif()
  add_library(part_sqlite INTERFACE)
  target_link_libraries(part_sqlite INTERFACE SQLiteCpp SQLite::SQLite3)
endfunction()

# part_fmt: Debian has no archive of it, but its source as headers, which one unit of ours takes in.
function(trefoil_fmt)
  add_library(part_fmt INTERFACE)
  if(TREFOIL_ONE_BINARY)
    get_target_property(headers fmt::fmt INTERFACE_INCLUDE_DIRECTORIES)
    try_compile(TREFOIL_FMT_WHOLE ${CMAKE_BINARY_DIR}/fmt_whole
      SOURCES ${CMAKE_SOURCE_DIR}/cmake/fmt_whole.cpp ${CMAKE_SOURCE_DIR}/cmake/fmt_probe.cpp
      CMAKE_FLAGS "-DINCLUDE_DIRECTORIES=${headers}")
  endif()
  if(TREFOIL_FMT_WHOLE)
    add_library(trefoil_fmt STATIC ${CMAKE_SOURCE_DIR}/cmake/fmt_whole.cpp)
    target_include_directories(trefoil_fmt SYSTEM PUBLIC ${headers})
    target_link_libraries(part_fmt INTERFACE trefoil_fmt)
  else()
    target_link_libraries(part_fmt INTERFACE fmt::fmt)
  endif()
endfunction()

# The C++ library goes inside as well, but only where nothing written in C++ stayed shared and brings the other one
# along: two of them in one process throw exceptions past each other.
function(trefoil_cxx_inside flags)
  if(NOT TREFOIL_FMT_WHOLE)
    return()
  endif()
  foreach(name boost_json boost_url ${PACKAGE_absl_STATIC_LIBRARIES})
    if(name MATCHES "^(boost|absl)_" AND NOT TREFOIL_ARCHIVE_FITS_${name})
      return()
    endif()
  endforeach()
  target_link_options(${flags} INTERFACE -static-libstdc++ -static-libgcc)
endfunction()
