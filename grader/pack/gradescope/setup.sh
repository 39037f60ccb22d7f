#!/usr/bin/env bash
# Runs once, when Gradescope builds the image: Node, the grader's packages, and one grading run to fill its caches.
set -euo pipefail
source=${AUTOGRADER_ROOT:-/autograder}/source
node=v22.12.0

is_new_enough() {
  node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)' 2>/dev/null
}
if ! is_new_enough; then
  apt-get update
  apt-get install -y --no-install-recommends ca-certificates curl xz-utils
  case "$(uname -m)" in aarch64) arch=arm64 ;; *) arch=x64 ;; esac
  curl -fsSL "https://nodejs.org/dist/$node/node-$node-linux-$arch.tar.xz" | tar -xJ -C /usr/local --strip-components=1
  is_new_enough
fi

cd "$source/beras"
npm ci --omit=dev
npm run --silent grade -- stencil --out /tmp/warm-up.json > /dev/null
