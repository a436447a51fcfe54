"""The sources have not moved on from under the bugs that are planted, and the seed alone decides what strikes when."""

import itertools

import pytest
from torture import faults
from torture.nemesis import plan
from torture.planted.bugs import BUGS
from torture.planted.sources import ROOT
from torture.checker.verdict import PROMISES


@pytest.mark.parametrize("bug", BUGS, ids=lambda bug: bug.name)
def test_a_bug_can_be_planted(bug):
    source = (ROOT / bug.file).read_text()
    assert bug.plant(source) != source
    assert set(bug.faults.split(",")) <= faults.ALL.keys()


def test_every_promise_has_a_bug():
    assert {promise for bug in BUGS for promise in bug.promises} == PROMISES.keys()


def test_a_seed_repeats_the_plan():
    def begin(seed):
        return [(peace, fault.name, chance.random())
                for peace, fault, chance in itertools.islice(plan(seed, list(faults.ALL), "server"), 50)]

    assert begin(1) == begin(1)
    assert begin(1) != begin(2)
