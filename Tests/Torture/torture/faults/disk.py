"""What happens to the disk: full, failing, slow."""

import asyncio

from ..place.host import no_mount, no_tracing
from .fault import Fault
from .tracing import injected


class Full(Fault):
    name, track = "full", "server"

    def missing(self):
        return no_mount()

    async def strike(self, world, random):
        """Fills what is left of the file system, holds it, and makes room again."""
        filler = world.host.data / "filler"
        with open(filler, "wb", buffering=0) as file:
            block = bytes(1 << 20)
            while len(block) > 512:
                try:
                    while file.write(block) == len(block):
                        pass
                except OSError:
                    block = block[:len(block) // 2]
        try:
            await asyncio.sleep(random.uniform(0.5, 4))
            if random.random() < 0.3:
                await world.kill()
        finally:
            filler.unlink()
        if not world.server.is_running:
            await world.server.start()


class Injected(Fault):
    """Calls that fail now and then, or all of them, and at times a kill before they work again."""
    track = "server"

    def __init__(self, name, calls, error):
        self.name, self._calls, self._error = name, calls, error

    def missing(self):
        return no_tracing()

    async def strike(self, world, random):
        when = random.choice(["", f":when={random.randint(1, 9)}+{random.randint(2, 15)}"])
        async with injected(world.server.pid, self._calls, f"error={self._error}{when}"):
            await asyncio.sleep(random.uniform(0.5, 4))
            if random.random() < 0.3:
                await world.kill()
        if not world.server.is_running:
            await world.server.start()


class Slow(Fault):
    name, track = "slow", "server"

    def missing(self):
        return no_tracing()

    async def strike(self, world, random):
        delay = random.choice([0.05, 0.3, 0.8])
        # Before the call is made: what is told earlier is told before the disk has it.
        async with injected(world.server.pid, "fdatasync,fsync", f"delay_enter={int(delay * 1e6)}"):
            since = world.record.now()
            await asyncio.sleep(random.uniform(2, 5))
            world.record.write_at(since, "slow", delay=delay, until=world.record.now())


FAULTS = [
    Full(),
    Injected("eio", "fdatasync,fsync", "EIO"),
    Injected("enospc", "pwrite64", "ENOSPC"),
    Injected("nosync", "fdatasync,fsync", "ENOSPC"),
    Slow(),
]
