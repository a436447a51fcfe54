"""Somebody with an account and no business in a room: tries every way in, by HTTP and the live stream."""

import asyncio

from . import moves
from .live import Live

MOVES = {"knock": 4, "page": 4, "search": 2, "lines": 2, "speak": 2, "break_off": 0.2}


class Intruder(Live):
    async def move(self):
        closed = sorted(self.town.closed_rooms)
        self.rooms = []
        self.connection = asyncio.create_task(self.stay_connected())
        while self.is_moving:
            name, = self.random.choices(list(MOVES), MOVES.values())
            await getattr(self, name)(self.random.choice(closed))
            await self.pause(0.3)

    async def knock(self, room):
        if self.socket and self.epoch and room not in self.streams:
            await self.follow(room, *self.random.choice([(None, None), (0, self.epoch), (5, self.epoch)]))

    async def page(self, room):
        await moves.read_page(self, room, self.random.choice([None, 0]))

    async def search(self, room):
        await moves.search(self, room)

    async def lines(self, room):
        await self.call("lines", "GET", f"/v1/rooms/{room}/messages", room=room)

    async def speak(self, room):
        await self.outbox.post(self.outbox.new(room))

    async def break_off(self, room):
        await super().break_off()
