"""Moves the server's clock, forward and backward, by libfaketime."""

import asyncio

from ..place.host import no_clock
from .fault import Fault


class Clock(Fault):
    name, track = "clock", "server"

    def missing(self):
        return no_clock()

    async def strike(self, world, random):
        """It stays wrong until the next time, unless that is not to be."""
        world.host.clock.write_text(f"{random.choice([-86400, -3600, -5, 0, 5, 3600, 86400]):+d}\n")
        await asyncio.sleep(random.uniform(0.5, 3))
        if random.random() < 0.5:
            world.host.clock.write_text("+0\n")
