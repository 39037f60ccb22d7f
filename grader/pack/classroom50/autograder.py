"""Classroom 50 runs this in a student's checkout, for every submission. It leaves result.json and release-body.md there.

Exit code 0: graded, or nothing that can be graded, which result.json says. Anything else: the grader's own fault; there is no
result.json then, and Classroom 50 tells the staff. Wants Node 24: "runtime": {"node": "24"} in the assignment.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

# What `npm run pack -- classroom50` was told.
OPTIONS = []

checkout = Path.cwd()
grader = next(Path(__file__).resolve().parent.glob("*/package.json")).parent
wanted = {"report.classroom50.json": checkout / "result.json", "report.md": checkout / "release-body.md"}


def run(*command):
    # On Windows npm is a batch file, which is found by its whole name.
    return subprocess.run([shutil.which(command[0]) or command[0], *command[1:]], cwd=grader, check=False).returncode


# A student's repository may hold files of these names.
for path in wanted.values():
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)

if not (grader / "node_modules").exists() and run("npm", "ci", "--omit=dev", "--no-audit", "--no-fund") != 0:
    sys.exit("The grader's packages cannot be installed")

with tempfile.TemporaryDirectory() as place:
    out = os.path.join(place, "report.json")
    code = run(
        *("npm", "run", "--silent", "grade", "--", str(checkout)),
        *("--format", "classroom50", "markdown", "--out", out, *OPTIONS),
    )
    if code not in (0, 2):
        sys.exit(f"The grader failed with exit code {code}")
    for name, path in wanted.items():
        shutil.copyfile(os.path.join(place, name), path)
