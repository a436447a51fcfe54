"""A copy of the sources in which faults are planted and which is built again and again, so that only the difference is."""

import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[4]
COPY = ROOT / ".build" / "torture" / "planted"
BUILT = ("Package.swift", "Sources", "web", "Tests")


def sync(changed=None):
    """Makes the copy like the sources, but for `changed`: path to content. What is the same keeps its time."""
    changed = changed or {}
    listed = subprocess.run(["git", "-C", ROOT, "ls-files", "-z", "--cached", "--others", "--exclude-standard", *BUILT],
                            check=True, capture_output=True, text=True).stdout
    wanted = {path for path in listed.split("\0") if path and (ROOT / path).exists()}
    for path in wanted:
        source, copy = ROOT / path, COPY / path
        content = changed[path].encode() if path in changed else source.read_bytes()
        if not copy.exists() or copy.read_bytes() != content:
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(content)
    # SwiftPM compiles whatever lies in a target's folder.
    for path in COPY.glob("Sources/**/*"):
        if path.is_file() and str(path.relative_to(COPY)) not in wanted:
            path.unlink()


def build(log):
    """The program, or None when it does not compile."""
    with open(log, "wb") as file:
        done = subprocess.run(["swift", "build", "--product", "roost"], cwd=COPY, stdout=file, stderr=subprocess.STDOUT)
    return COPY / ".build" / "debug" / "roost" if done.returncode == 0 else None
