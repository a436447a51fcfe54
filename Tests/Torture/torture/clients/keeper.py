"""Who owns the rooms: puts people out, keeps them out and lets them in again, deletes what others wrote."""

from . import moves
from .client import Client

MOVES = {"kick": 3, "ban": 2, "unban": 3, "put_in": 4, "delete_other": 2, "look": 4}


class Keeper(Client):
    door = "keeper"

    def __init__(self, *arguments):
        super().__init__(*arguments)
        # (room, person) of whom it keeps out, and of whom it put out of a room that one cannot join.
        self.banned, self.missing = [], []

    async def move(self):
        while self.is_moving:
            name, = self.random.choices(list(MOVES), MOVES.values())
            await getattr(self, name)()
            await self.pause(0.25)

    async def settle(self):
        """Whatever a restoration has brought back: nobody is kept out, and everybody is where he belongs."""
        for room in self.town.kept_rooms:
            for ban in (await self._list(f"/v1/rooms/{room}/bans"))["bans"]:
                self.banned.append((room, ban["person"]["id"]))
        while self.banned:
            await self.unban()
        for room in self.town.closed_rooms:
            inside = {member["id"] for member in (await self._list(f"/v1/rooms/{room}/members"))["members"]}
            self.missing = [(room, person) for person in self.town.guests[room] if person not in inside]
            while self.missing:
                await self.put_in()

    async def _list(self, path):
        status = None
        while status != 200:
            status, said = await self.fetch("GET", path + "?limit=200")
            await self.pause(0.1)
        return said

    def _somebody(self):
        room = self.random.choice(self.town.kept_rooms)
        return room, self.random.choice(self.town.guests[room])

    async def kick(self):
        room, person = self._somebody()
        await self._put_out("kick", "DELETE", "members", room, person)

    async def ban(self):
        room, person = self._somebody()
        if await self._put_out("ban", "PUT", "bans", room, person):
            self.banned.append((room, person))

    async def _put_out(self, do, method, path, room, person):
        said = await self.call(do, method, f"/v1/rooms/{room}/{path}/{person}", {}, room=room, person=person)
        may_be_out = said is None or isinstance(said, dict)
        if may_be_out and room in self.town.closed_rooms:
            self.missing.append((room, person))
        return may_be_out

    async def unban(self):
        for room, person in self.banned[:1]:
            said = await self.call("unban", "DELETE", f"/v1/rooms/{room}/bans/{person}", room=room, person=person)
            if isinstance(said, dict):
                self.banned.remove((room, person))

    async def put_in(self):
        """Back into a room that one cannot join."""
        for room, person in self.missing[:1]:
            if (room, person) in self.banned:
                return
            said = await self.call("put", "PUT", f"/v1/rooms/{room}/members/{person}", {}, room=room, person=person)
            if isinstance(said, dict):
                self.missing.remove((room, person))

    async def delete_other(self):
        if self.seen:
            room, message = self.seen.pop(self.random.randrange(len(self.seen)))
            await self.call(
                "delete", "DELETE", f"/v1/rooms/{room}/messages/{message}", {}, room=room, subject=message)

    async def look(self):
        await moves.read_page(self, self.random.choice(self.town.kept_rooms), limit=20)
