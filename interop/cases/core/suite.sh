# The suite about itself.
# on: none
# needs: jq
# shellcheck shell=bash

each_row_of_the_differences_has_its_case_and_each_case_its_row() {
  sed -n 's/^\(difference_[a-z0-9_]*\)() .*/\1/p' "$INTEROP"/cases/core/differences*.sh | sort >cases.txt
  grep -o 'difference_[a-z0-9_]*' "$INTEROP/../docs/differences.md" | sort >rows.txt
  diff cases.txt rows.txt || fail "docs/differences.md and cases/core/differences*.sh do not name the same cases"
}

# A suite of its own beside this one: "steady" cases always pass, "unsteady" ones the second time, "broken" ones never.
_suite_of() { # KIND...
  cp -r "$INTEROP" suite
  rm -rf suite/cases/*/
  mkdir suite/cases/core
  local kind number=0
  {
    printf '# on: none\n# needs: jq\n'
    for kind in "$@"; do
      number=$((number + 1))
      case $kind in
        steady) printf 'steady_%d() { true; }\n' "$number" ;;
        unsteady) printf 'unsteady_%d() { ! mkdir %q; }\n' "$number" "$PWD/suite/$number" ;;
        broken) printf 'broken_%d() { false; }\n' "$number" ;;
      esac
    done
  } >suite/cases/core/planted.sh
}

two_cases_that_fail_once_are_run_again_and_named() {
  _suite_of steady unsteady unsteady
  exits 0 env NO_COLOR=1 suite/run --only .
  says 'failed, and passed when run again alone: none unsteady 2'
  says 'failed, and passed when run again alone: none unsteady 3'
  says '^3 passed, 0 failed, 0 skipped'
}

a_case_that_fails_twice_has_failed() {
  _suite_of steady broken
  exits 1 env NO_COLOR=1 suite/run --only .
  says '^1 passed, 1 failed, 0 skipped'
}

more_than_two_failed_cases_are_not_run_again() {
  _suite_of steady unsteady unsteady unsteady
  exits 1 env NO_COLOR=1 suite/run --only .
  says '^1 passed, 3 failed, 0 skipped'
}
