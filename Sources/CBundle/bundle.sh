#!/bin/sh
# Writes cbundle.c anew: one array for every file of fixtures/ and contracts/. `make bundle` runs it
# after files were added or taken away; a test says when that was forgotten.
set -eu
cd "$(dirname "$0")/../.."
files=$(find contracts fixtures -name '*.json' | LC_ALL=C sort)
array() { echo "$1" | sed 's/\.json$//; s|^fixtures/||; s|[^A-Za-z0-9]|_|g'; }
{
  cat <<'EOF'
// Written by bundle.sh.
#include "cbundle.h"

// #embed is C23; the compiler has it in every mode but says so.
#pragma clang diagnostic ignored "-Wc23-extensions"

EOF
  for file in $files; do
    printf 'static const unsigned char %s[] = {\n#embed "../../%s"\n};\n' "$(array "$file")" "$file"
  done
  printf '\n#define FILE_ENTRY(name, array) {name, array, sizeof array}\n\n'
  printf 'static const cbundle_file files[] = {\n'
  for file in $files; do
    printf '    FILE_ENTRY("%s", %s),\n' "$file" "$(array "$file")"
  done
  printf '};\n\nconst size_t cbundle_file_count = sizeof files / sizeof files[0];\n'
  sed -n '/^const cbundle_file \*/,$p' Sources/CBundle/cbundle.c
} > Sources/CBundle/cbundle.c.part
mv Sources/CBundle/cbundle.c.part Sources/CBundle/cbundle.c
