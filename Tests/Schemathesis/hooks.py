"""What the run needs to know beyond the document."""

import itertools
import os
import urllib.parse
import uuid

import schemathesis
from hypothesis import strategies

OWN = {"person": os.environ["OWN_ACCOUNT"], "session": os.environ["OWN_SESSION"]}


@schemathesis.hook
def filter_case(context, case):
    """Keeps those who ask out of the run's hands: neither their account nor their session may end. And no request line is
    too long for HTTP, which is refused before there is an operation (414)."""
    if len(urllib.parse.urlencode(case.query or {}, doseq=True)) > 7000:
        return False
    return not any(str(value).strip() == OWN.get(name) for name, value in (case.path_parameters or {}).items())


def version7(bits):
    """A UUID of version 7 with these 128 bits, but for those that say so."""
    return str(uuid.UUID(int=bits & ~(0xF << 76) & ~(0x3 << 62) | 0x7 << 76 | 0x2 << 62))


# Texts that the service takes, so that most requests reach what is behind its checks.
WORD = strategies.from_regex(r"[a-z][a-z0-9_]{2,12}", fullmatch=True)
schemathesis.openapi.format("email", WORD.map(lambda word: word + "@example.org"))
schemathesis.openapi.format("password", strategies.from_regex(r"[ -~]{8,20}", fullmatch=True))
schemathesis.openapi.format("uuid", strategies.integers(0, 2**128 - 1).map(version7))

NAMES = itertools.count()


@schemathesis.hook
def before_call(context, case, kwargs):
    """The same for handles, every other time; as a format they would have to be refused where they break it."""
    if case.meta and case.meta.generation.mode.is_positive and isinstance(case.body, dict):
        for member in ("username", "handle"):
            if isinstance(case.body.get(member), str) and next(NAMES) % 2:
                case.body[member] = f"name{next(NAMES)}"
