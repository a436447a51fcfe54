"""Strikes with fault after fault, in an order and at times that the seed alone decides."""

import asyncio
import random

from . import faults as known

# Seconds of peace between two faults of one track, on the average.
PEACE = {"server": 1.5, "network": 2}


def plan(seed, names, track, count=10_000):
    """(seconds of peace, fault, its own chance), one after the other."""
    chance = random.Random(f"{seed}/{track}")
    struck = [known.ALL[name] for name in names if known.ALL[name].track == track]
    for _ in range(count if struck else 0):
        yield chance.uniform(0, 2 * PEACE[track]), chance.choice(struck), random.Random(chance.getrandbits(64))


class Nemesis:
    def __init__(self, world, seed, names, say):
        self._world, self._say = world, say
        self._tracks = [plan(seed, names, track) for track in PEACE]
        self.count = {name: 0 for name in names}

    async def run(self, seconds):
        end = asyncio.get_running_loop().time() + seconds
        await asyncio.gather(*(self._follow(track, end) for track in self._tracks))

    async def _follow(self, track, end):
        for peace, fault, chance in track:
            await asyncio.sleep(peace)
            if asyncio.get_running_loop().time() > end:
                return
            self._say(f"fault {fault.name}")
            self._world.record.write("fault", name=fault.name)
            self.count[fault.name] += 1
            if fault.track == "network":
                async with self._world.calm:
                    await fault.strike(self._world, chance)
            else:
                await fault.strike(self._world, chance)
            self._world.record.write("fault_over", name=fault.name)
