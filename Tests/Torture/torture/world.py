"""All that a run stands on: the host, the server, the proxies, the town, and the record of what was done to them."""

import asyncio

import aiohttp

from .place.host import Host
from .place.proxy import Proxy
from .place.server import Server
from .record import Record
from .town import Town


class World:
    def __init__(self, folder, program, seed, faults):
        self.folder = folder
        self.host = Host(folder)
        self.host.set_up(faults)
        self.server = Server(program, self.host.data, folder, self.host.address, self.host.before, self.host.environment)
        self.web = Proxy(lambda: (self.server.address, self.server.port), f"{seed}/web")
        self.irc = Proxy(lambda: (self.server.address, self.server.irc_port), f"{seed}/irc")
        self.proxies = [self.web, self.irc]
        self.record = Record(folder, "run")
        self.consoles = []
        self.calm = None
        self.town = None
        self.session = None

    async def start(self):
        self.calm = asyncio.Lock()
        await self.server.start()
        for proxy in self.proxies:
            await proxy.start()
        self.session = aiohttp.ClientSession()
        self.town = Town(self.server, self.web, self.irc)
        await self.town.found(self.session)
        self.record.write("town", closed=self.town.strangers, misty=sorted(self.town.misty_rooms))
        await self.begin_era()

    async def logs(self):
        """Every room's log, now."""
        logs = {}
        for room in self.town.rooms.values():
            self.town.epoch, logs[room] = await self.town.log(self.session, room)
        return logs

    async def begin_era(self, backup=None):
        logs = await self.logs()
        self.record.write("era_began", epoch=self.town.epoch, events=logs, backup=backup)

    async def kill(self):
        self.record.write("killed")
        await self.server.kill()

    async def close(self):
        """Nothing of it is left but the folder."""
        if self.session:
            await self.session.close()
        for proxy in self.proxies:
            proxy.close()
        if self.server.is_running:
            await self.server.kill()
        self.host.take_down()
