"""Puts an old backup in the place of the store. What was said since is gone, and every client must be told."""

import asyncio

from .fault import Fault


class Restore(Fault):
    name, track = "restore", "server"

    async def strike(self, world, random):
        backup = world.folder / "backup.db"
        asked = world.record.now()
        code, said = await world.server.run("backup", str(backup))
        if code != 0:
            return world.record.write("problem", sentence=f"a backup failed: {said}")
        await asyncio.sleep(random.uniform(1, 6))
        # Nobody is connected while the stores are exchanged, so that it is known what was said in which.
        async with world.calm:
            shut = world.record.now()
            for proxy in world.proxies:
                proxy.shut()
            world.record.write("era_ended", shut=shut, events=await world.logs())
            await (world.kill() if random.random() < 0.5 else world.server.stop())
            code, said = await world.server.run("restore", str(backup), "--yes")
            if code != 0:
                world.record.write("problem", sentence=f"a restoration failed: {said}")
            await world.server.start()
            await world.begin_era(backup=[asked, world.record.now()])
            for proxy in world.proxies:
                proxy.open()
