"""Says whether an Autobahn report is good enough, for Python 2.7 and 3.

Usage: judge.py index.json nonstrict.txt FEWEST-CASES

A case passes if its behaviour is OK or INFORMATIONAL, or NON-STRICT and listed in nonstrict.txt with a reason.
Its closing passes if it is OK or INFORMATIONAL.
"""

from __future__ import print_function

import collections
import io
import json
import sys


def reasons(path):
    """Case to reason, from lines such as: 6.4.1  The reason."""
    found = {}
    with io.open(path, encoding="utf-8") as lines:
        for line in lines:
            words = line.split("#")[0].split(None, 1)
            if len(words) == 1:
                sys.exit("%s: %s has no reason" % (path, words[0]))
            if words:
                found[words[0]] = words[1].strip()
    return found


def natural(case):
    return [int(part) for part in case.split(".")]


def main(index, nonstrict, fewest):
    with io.open(index, encoding="utf-8") as report:
        agents = json.load(report)
    excused = reasons(nonstrict)
    count = collections.Counter()
    failed = []
    for agent in agents.values():
        for case in sorted(agent, key=natural):
            behaviour = agent[case]["behavior"]
            closing = agent[case]["behaviorClose"]
            count[behaviour] += 1
            good = behaviour in ("OK", "INFORMATIONAL") or (behaviour == "NON-STRICT" and case in excused)
            if not good or closing not in ("OK", "INFORMATIONAL"):
                failed.append("%s: %s, closing %s" % (case, behaviour, closing))
            elif behaviour == "NON-STRICT":
                print("%s: NON-STRICT: %s" % (case, excused[case]))
    for line in failed:
        print(line)
    total = sum(count.values())
    print("%d cases: %s" % (total, ", ".join("%d %s" % (n, name) for name, n in count.most_common())))
    if total < int(fewest):
        print("Only %d of %s cases ran." % (total, fewest))
    if failed:
        print("%d cases failed." % len(failed))
    return 1 if failed or total < int(fewest) else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
