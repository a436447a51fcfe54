"""A client of the live stream: follows rooms from its cursors, sends and retries, and breaks off as it likes."""

import asyncio
import contextlib
import socket

from . import moves
from .live_connection import LiveConnection

MOVES = {"send": 10, "burst": 0.4, "edit": 2, "delete": 1, "react": 5, "leave": 0.3, "trespass": 2, "come_back": 2,
         "follow_anew": 1, "break_off": 0.3, "doze": 0.3, "post": 1}


class Live(LiveConnection):
    async def move(self):
        self.connection = asyncio.create_task(self.stay_connected())
        while self.is_moving:
            name, = self.random.choices(list(MOVES), MOVES.values())
            await (getattr(self, name)() if hasattr(self, name) else getattr(moves, name)(self))
            await self.pause(0.06)

    async def settle(self):
        while len(self.outbox) or self.outside:
            await moves.come_back(self)
            await self.follow_all()
            await self.send_waiting()
            await self.pause(0.1)

    async def catch_up(self, heads):
        while not all(self.has_read(room, heads[room]) for room in self.rooms):
            await self.follow_all()
            await self.pause(0.1)

    async def follow_anew(self):
        """Gives a room up, and follows it again from an older place, or from one that is none."""
        if not self.streams:
            return
        room = self.random.choice(sorted(self.streams))
        epoch, after = self.cursors.get(room, (None, None))
        places = [None] if after is None else [after, after, max(0, after - 30), max(0, after - 3000), after + 10**6]
        place = self.random.choice(places)
        self.ids += 1
        self.waiting[self.ids] = (None, None, room)
        await self.write("unsubscribe", id=self.ids, room=room)
        # Until the server has said so, what comes belongs to the old stream.
        while self.socket and room in self.streams:
            await self.pause(0.05)
        if self.socket and self.epoch and room not in self.outside and room not in self.streams:
            await self.follow(room, place, None if place is None else epoch)

    async def come_back(self):
        await moves.come_back(self)
        await self.follow_all()

    async def send(self, size=None):
        room = self.random.choice(self.rooms)
        size = self.random.choice([0, 100, 100, 100, 6000]) if size is None else size
        self.outbox.new(room, size)
        await self.send_waiting()

    async def burst(self):
        """More than a reader's queue holds."""
        room = self.random.choice(self.rooms)
        for _ in range(self.random.randint(10, 30)):
            self.outbox.new(room, 12000)
        await self.send_waiting()

    async def post(self):
        """The same message by another door: what hangs on one connection is sent again on HTTP."""
        for send in self.outbox.waiting()[:3]:
            await self.outbox.post(send)

    async def break_off(self):
        wire = self.socket and self.socket.get_extra_info("socket")
        if wire:
            with contextlib.suppress(OSError):
                wire.shutdown(socket.SHUT_RDWR)

    async def doze(self):
        """Takes nothing from its socket for a while."""
        self.naps = self.random.uniform(1, 4)

    async def trespass(self):
        """Follows and writes where it was put out, as if nothing had happened."""
        if self.outside and self.socket and self.epoch:
            room = self.random.choice(sorted(self.outside))
            if room not in self.streams:
                epoch, after = self.cursors.get(room, (None, None))
                await self.follow(room, after, epoch)
                self.outbox.new(room)
                await self.send_waiting()
        await moves.trespass(self)
