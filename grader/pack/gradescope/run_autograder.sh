#!/usr/bin/env bash
# Runs for each submission: from submission/ to results/results.json.
set -uo pipefail
root=${AUTOGRADER_ROOT:-/autograder}
results=$root/results/results.json
mkdir -p "$root/results"
rm -f "$results"
# The only folder: the grader.
cd "$root"/source/*/ || exit 1

# What `npm run pack -- gradescope` was told.
options=()
# The smallest container has 768 MB, of which the grader itself takes half. Gradescope ends it after 600 s unless the assignment
# says otherwise, and that is a zero: on half a core, 60 s are enough for the start and for writing the results.
npm run --silent grade -- "$root/submission" "${options[@]}" --memory 256 --timeout 540 --format gradescope --out "$results"
code=$?
# 2: there was nothing to grade, and the results say so. 3: the grader's own fault; without results Gradescope tells the staff.
if [ "$code" -ne 0 ] && [ "$code" -ne 2 ]; then
  rm -f "$results"
  exit 1
fi
