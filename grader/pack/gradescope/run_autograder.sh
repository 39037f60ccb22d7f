#!/usr/bin/env bash
# Runs for each submission: from submission/ to results/results.json.
set -uo pipefail
root=${AUTOGRADER_ROOT:-/autograder}
results=$root/results/results.json
mkdir -p "$root/results"
rm -f "$results"
cd "$root/source/beras" || exit 1

# The smallest container has 768 MB, of which the grader itself takes half.
npm run --silent grade -- "$root/submission" --memory 256 --timeout 1000 --format gradescope --out "$results"
code=$?
# 2: there was nothing to grade, and the results say so. 3: the grader's own fault; without results Gradescope tells the staff.
if [ "$code" -ne 0 ] && [ "$code" -ne 2 ]; then
  rm -f "$results"
  exit 1
fi
