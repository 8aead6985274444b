# What the browser gets, embedded into the binary: npm installs the pinned packages into the build folder, esbuild makes
# two bundles, and assets/build.mjs writes templates, styles, mark, bundles, the programmes and the instruments as one C++
# file: trefoil_assets.
find_program(NODE NAMES node nodejs REQUIRED)
find_program(NPM npm REQUIRED)

set(ASSETS ${CMAKE_SOURCE_DIR}/assets)
set(ASSETS_BUILT ${CMAKE_BINARY_DIR}/assets)
file(GLOB ASSET_SCRIPTS CONFIGURE_DEPENDS ${ASSETS}/scripts/*.ts)
file(GLOB ASSET_PAGES CONFIGURE_DEPENDS ${ASSETS}/templates/*.html ${ASSETS}/styles/*.css)
file(GLOB ASSET_DATA CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/programmes/*.json ${CMAKE_SOURCE_DIR}/instruments/*.json)

# npm ci empties node_modules first, so each build folder has its own; package scripts are never run.
set(ASSET_PACKAGES ${ASSETS_BUILT}/packages.stamp)
add_custom_command(
  OUTPUT ${ASSET_PACKAGES}
  COMMAND ${CMAKE_COMMAND} -E make_directory ${ASSETS_BUILT}/npm
  COMMAND ${CMAKE_COMMAND} -E copy ${ASSETS}/package.json ${ASSETS}/package-lock.json ${ASSETS_BUILT}/npm
  COMMAND ${CMAKE_COMMAND} -E chdir ${ASSETS_BUILT}/npm
    ${NPM} ci --ignore-scripts --no-audit --no-fund --prefer-offline --loglevel=error
  COMMAND ${CMAKE_COMMAND} -E touch ${ASSET_PACKAGES}
  DEPENDS ${ASSETS}/package.json ${ASSETS}/package-lock.json
  COMMENT "Installing the browser's packages" VERBATIM)

set(ASSET_BUNDLES ${ASSETS_BUILT}/bundles/app.js ${ASSETS_BUILT}/bundles/chart.js)
add_custom_command(
  OUTPUT ${ASSET_BUNDLES}
  COMMAND ${NODE} ${ASSETS}/build.mjs bundles ${ASSETS_BUILT}/npm ${ASSETS_BUILT}/bundles
  DEPENDS ${ASSET_PACKAGES} ${ASSET_SCRIPTS} ${ASSETS}/build.mjs
  COMMENT "Bundling the scripts" VERBATIM)

add_custom_command(
  OUTPUT ${ASSETS_BUILT}/assets_data.cpp
  COMMAND ${NODE} ${ASSETS}/build.mjs embed ${ASSETS_BUILT}/bundles ${ASSETS_BUILT}/assets_data.cpp
  DEPENDS ${ASSET_BUNDLES} ${ASSET_PAGES} ${ASSET_DATA} ${ASSETS}/mark.svg ${ASSETS}/build.mjs
  COMMENT "Embedding pages, styles, scripts, programmes and instruments" VERBATIM)

add_library(trefoil_assets STATIC ${ASSETS_BUILT}/assets_data.cpp)
target_link_libraries(trefoil_assets PRIVATE trefoil_flags)

if(TREFOIL_TESTS)
  file(WRITE ${ASSETS_BUILT}/tsconfig.json "{ \"extends\": \"${ASSETS}/tsconfig.json\",
  \"compilerOptions\": { \"baseUrl\": \"npm/node_modules\", \"paths\": { \"*\": [\"*\", \"@types/*\"] } },
  \"include\": [\"${ASSETS}/scripts/*.ts\"] }\n")
  add_custom_target(assets_types ALL DEPENDS ${ASSET_PACKAGES})
  add_test(NAME assets_types COMMAND ${NODE} ${ASSETS_BUILT}/npm/node_modules/typescript/bin/tsc --noEmit
    -p ${ASSETS_BUILT}/tsconfig.json)
  set_tests_properties(assets_types PROPERTIES LABELS "quick")
endif()
