#include "cli/common.h"

int main(int argc, char** argv) { return trefoil::cli::run(argc, argv); }
