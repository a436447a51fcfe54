"""Plants one bug after the other, and expects that torture names a promise that it breaks.

Usage: python -m torture.planted [--check] [WORD of a bug's name …]
--check only looks whether each can still be planted."""

import asyncio
import sys
import tempfile
from pathlib import Path

from ..faults import ALL
from ..run import run
from .bugs import BUGS
from .sources import ROOT, build, sync

SECONDS, SEED = 20, 1


def main():
    words = [word for word in sys.argv[1:] if not word.startswith("--")]
    bugs = [bug for bug in BUGS if not words or any(word in bug.name for word in words)]
    changed = {bug.name: bug.plant((ROOT / bug.file).read_text()) for bug in bugs}
    if "--check" in sys.argv:
        return
    missed = [bug.name for bug in bugs if not is_caught(bug, changed[bug.name])]
    if missed:
        sys.exit(f"not caught: {'; '.join(missed)}")


def is_caught(bug, changed):
    folder = Path(tempfile.mkdtemp(prefix="roost-planted-"))
    sync({bug.file: changed})
    program = build(folder / "build.log")
    if program is None:
        print(f"NOT BUILT  {bug.name}: {folder / 'build.log'}", flush=True)
        return False
    faults = bug.faults.split(",")
    missing = [reason for name in faults if (reason := ALL[name].missing())]
    if missing:
        print(f"LEFT OUT   {bug.name}: {missing[0]}", flush=True)
        return True
    found, _ = asyncio.run(run(SEED, SECONDS, faults, program, folder, lambda _: None))
    fitting = [violation for violation in found if violation.promise in bug.promises]
    verdict = "caught" if fitting else "MISSED"
    print(f"{verdict:10} {bug.name}: {fitting[0] if fitting else found[:3] or 'nothing was found'}  ({folder})", flush=True)
    return bool(fitting)


main()
