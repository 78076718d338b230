# The suite about itself.
# on: none
# needs: jq
# shellcheck shell=bash

each_row_of_the_differences_has_its_case_and_each_case_its_row() {
  sed -n 's/^\(difference_[a-z0-9_]*\)() .*/\1/p' "$INTEROP"/cases/core/differences*.sh | sort >cases.txt
  grep -o 'difference_[a-z0-9_]*' "$INTEROP/../docs/differences.md" | sort >rows.txt
  diff cases.txt rows.txt || fail "docs/differences.md and cases/core/differences*.sh do not name the same cases"
}
