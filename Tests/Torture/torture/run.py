"""One run: a town is founded, clients use it while the nemesis strikes, then all is read and judged."""

import asyncio

from .checker import history as histories
from .checker.verdict import violations
from .clients.console import Console
from .clients.intruder import Intruder
from .clients.irc import IRC
from .clients.keeper import Keeper
from .clients.live import Live
from .clients.poster import Poster
from .final import read_all, search_files
from .nemesis import Nemesis
from .town import CLIENTS
from .world import World

KINDS = {"live": Live, "http": Poster, "intruder": Intruder, "keeper": Keeper, "irc": IRC, "console": Console}
# Seconds after the last fault in which everybody must be done.
PATIENCE = 60


async def run(seed, seconds, faults, program, folder, say):
    """Gives the violations that were found, and how often each fault struck."""
    world = World(folder, program, seed, faults)
    try:
        await world.start()
        clients = [KINDS[door](name, world.town.people[name], world.town, folder, seed)
                   for name, door in CLIENTS.items()]
        world.consoles = [client for client in clients if client.door == "console"]
        tasks = {client.name: asyncio.create_task(client.run()) for client in clients}
        nemesis = Nemesis(world, seed, faults, say)
        await nemesis.run(seconds)
        say("the faults are over")
        await finish(world, clients, tasks)
        await read_all(world, clients)
        for problem in await world.server.doctor():
            world.record.write("problem", sentence=f"the doctor says: {problem}")
        await search_files(world, folder)
        code = await world.server.stop()
        if code != 0:
            world.record.write("problem", sentence=f"the server was told to stop, and its exit code was {code}")
        for death in world.server.died:
            world.record.write("problem", sentence=f"the server ended by itself {death}")
    finally:
        world.record.close()
        await world.close()
    say("checking")
    return list(violations(histories.load(folder))), nemesis.count


async def finish(world, clients, tasks):
    """Everybody settles what he began; then nothing moves any more, and everybody reads to the end."""
    # The keeper first, who puts nobody out any more and lets everybody in.
    for group in ([client for client in clients if client.door == "keeper"], clients):
        for client in group:
            client.is_moving = False
        await wait_for(world, "settling", {client.name: asyncio.create_task(client.is_settled.wait()) for client in group})
    logs = await world.logs()
    world.record.write("era_ended", shut=world.record.now(), events=logs)
    world.town.heads.set_result({room: len(log) for room, log in logs.items()})
    await wait_for(world, "reading", tasks)


async def wait_for(world, phase, tasks):
    """Who is not done in time is stuck, which is a violation; who failed has found a fault of this program."""
    done, late = await asyncio.wait(tasks.values(), timeout=PATIENCE)
    for name, task in tasks.items():
        if task in late:
            world.record.write("stuck", client=name, phase=phase, seconds=PATIENCE)
            task.cancel()
    await asyncio.gather(*late, return_exceptions=True)
    for task in done:
        task.result()
