"""A client that does all by HTTP: it posts, and reads the logs page by page."""

from . import moves
from .client import Client
from .outbox import Outbox

MOVES = {"send": 10, "read": 6, "retry": 3, "edit": 2, "delete": 1, "react": 2, "leave": 0.3, "trespass": 2,
         "come_back": 2, "look_back": 0.5}


class Poster(Client):
    def __init__(self, *arguments):
        super().__init__(*arguments)
        self.outbox = Outbox(self)
        self.cursors = {}

    async def move(self):
        while self.is_moving:
            name, = self.random.choices(list(MOVES), MOVES.values())
            await (getattr(self, name)() if hasattr(self, name) else getattr(moves, name)(self))
            await self.pause(0.06)

    async def settle(self):
        while self.outbox.waiting() or self.outside:
            await self.retry()
            await moves.come_back(self)
            await self.pause(0.1)

    async def send(self):
        await self.outbox.post(self.outbox.new(self.random.choice(self.rooms), self.random.choice([0, 100, 100, 8000])))

    async def retry(self):
        for send in self.outbox.waiting():
            await self.outbox.post(send)

    async def read(self, room=None):
        """Goes on from its cursor. In a store with another epoch it begins anew."""
        room = room or self.random.choice(self.rooms)
        epoch, after = self.cursors.get(room, (None, None))
        said = await moves.read_page(self, room, after, epoch, self.random.choice([20, 50, 200]))
        if not isinstance(said, dict):
            return False
        if epoch not in (None, said["epoch"]):
            self.cursors.pop(room)
            return True
        self.cursors[room] = (said["epoch"], said["events"][-1]["seq"] if said["events"] else after or 0)
        return self.cursors[room][1] < said["head"]

    async def look_back(self):
        """From some place in the past."""
        room = self.random.choice(self.rooms)
        epoch, after = self.cursors.get(room, (None, None))
        if after:
            await moves.read_page(self, room, max(0, after - self.random.randrange(300)), epoch, 100)

    async def catch_up(self, heads):
        for room in self.rooms:
            while self.cursors.get(room, (None, 0))[1] < heads[room] or self.cursors[room][0] != self.town.epoch:
                await self.read(room)
