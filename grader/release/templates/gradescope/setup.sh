#!/usr/bin/env bash
# Run once, when Gradescope builds the image: Python 3.11 or newer, libseccomp, and the kit.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)

export DEBIAN_FRONTEND=noninteractive
apt-get update
apt-get install -y --no-install-recommends libseccomp2 python3 python3-venv
python=python3
if ! python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
    apt-get install -y --no-install-recommends python3.11 python3.11-venv
    python=python3.11
fi

"$python" -m venv "$root/venv"
pinned=()
if [ -f "$root/source/course/constraints.txt" ]; then
    pinned=(-c "$root/source/course/constraints.txt")
fi
"$root/venv/bin/python" -m pip --disable-pip-version-check install "${pinned[@]}" "$root"/source/kit/neurokata-*.whl

# Tests and solutions are nobody's but the grader's.
chmod -R go-rwx "$root/source"
