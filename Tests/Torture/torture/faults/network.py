"""What happens between clients and server: connections cut, halved, deaf, held up; packets lost."""

import asyncio

from ..place.host import no_namespace
from .fault import Fault


class Cut(Fault):
    name, track = "cut", "network"

    async def strike(self, world, random):
        share = random.choice([0.2, 0.5, 1])
        for proxy in world.proxies:
            for link in proxy.some(random, share):
                link.cut()


class Half(Fault):
    name, track = "half", "network"

    async def strike(self, world, random):
        """Of the next chunk one half is delivered, then the connection is gone."""
        for proxy in world.proxies:
            for link in proxy.some(random, 0.5):
                link.halves = random.choice(["up", "down"])


class Deaf(Fault):
    name, track = "deaf", "network"

    async def strike(self, world, random):
        """One direction delivers nothing for a while; some connections never hear the rest."""
        links = [(link, link.is_open[random.choice(["up", "down"])]) for proxy in world.proxies
                 for link in proxy.some(random, 0.4)]
        for _, way in links:
            way.clear()
        await asyncio.sleep(random.uniform(0.5, 5))
        for link, way in links:
            if random.random() < 0.5:
                link.cut()
            way.set()


class Delay(Fault):
    name, track = "delay", "network"

    async def strike(self, world, random):
        for proxy in world.proxies:
            proxy.delay = random.choice([0.02, 0.1, 0.3])
        await asyncio.sleep(random.uniform(1, 5))
        for proxy in world.proxies:
            proxy.delay = 0


class Loss(Fault):
    name, track = "loss", "network"

    def missing(self):
        return no_namespace()

    async def strike(self, world, random):
        """Drops packets in both directions."""
        share = random.choice([5, 20, 40])
        drop = f"numgen random mod 100 < {share} drop"
        await world.host.nft(
            "table inet torture { "
            f"chain in {{ type filter hook input priority 0; {drop}; }}; "
            f"chain out {{ type filter hook output priority 0; {drop}; }}; }}")
        await asyncio.sleep(random.uniform(1, 6))
        await world.host.nft("delete table inet torture")


FAULTS = [Cut(), Half(), Deaf(), Delay(), Loss()]
