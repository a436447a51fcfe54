"""What happens to the server as a process: killed, stopped in order, paused."""

import asyncio
import signal

from .fault import Fault


class Kill(Fault):
    name, track = "kill", "server"

    async def strike(self, world, random):
        await world.kill()
        await asyncio.sleep(random.choice([0, 0, random.uniform(0, 2)]))
        await world.server.start()


class Restart(Fault):
    name, track = "restart", "server"

    async def strike(self, world, random):
        code = await world.server.stop()
        if code != 0:
            world.record.write("problem", sentence=f"the server was told to stop, and its exit code was {code}")
        await world.server.start()


class Pause(Fault):
    name, track = "pause", "server"

    async def strike(self, world, random):
        world.server.process.send_signal(signal.SIGSTOP)
        await asyncio.sleep(random.uniform(0.2, 5))
        world.server.process.send_signal(signal.SIGCONT)


class KillClient(Fault):
    name, track = "killclient", "network"

    async def strike(self, world, random):
        for console in world.consoles:
            console.kill()
