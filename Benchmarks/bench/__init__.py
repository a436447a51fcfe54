"""What `Benchmarks/run` consists of, one job in each file. README.md in the folder above says what is measured."""

import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent.parent
ROOT = HERE.parent
DATA = HERE / ".build" / "data"
"""Filled stores, and what is written while something is measured."""


def say(text):
    print(f"bench: {text}", file=sys.stderr, flush=True)
