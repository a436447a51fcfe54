"""What all clients have in common: a record, chance of their own, the HTTP interface, and what they know of the rooms."""

import asyncio
import random

import aiohttp

from ..record import Record
from ..words import Texts

# What was asked for may have been done all the same.
UNSETTLED = {"outcome_unknown", "internal_fault"}
# It was not done, and may be asked for again.
LATER = {"overloaded", "shutting_down", "rate_limited", "slow_mode"}
LOST = (aiohttp.ClientError, OSError, TimeoutError, ValueError)
PATIENCE = aiohttp.ClientTimeout(total=15)


def outcome_of(code):
    return "unknown" if code in UNSETTLED else "refused"


class Client:
    door = "http"

    def __init__(self, name, person, town, folder, seed):
        self.name, self.person, self.town = name, person, town
        self.random = random.Random(f"{seed}/{name}")
        self.record = Record(folder, name, account=person.id, username=person.username, door=self.door)
        self.texts = Texts(name, self.random)
        self.http = None
        # The task that keeps it connected, where it is.
        self.connection = None
        # The rooms it wants to be in, and those it was put out of.
        self.rooms = list(person.rooms)
        self.outside = {}
        # What it wrote, and what it saw: (room, number).
        self.own, self.seen = [], []
        self.is_moving = True
        self.is_settled = asyncio.Event()

    async def run(self):
        """Moves until `is_moving` ends, settles what it has begun, and when all have done so reads to the end."""
        async with aiohttp.ClientSession(timeout=PATIENCE) as self.http:
            try:
                await self.move()
                await self.look_where_it_is()
                await self.settle()
                self.is_settled.set()
                await self.catch_up(await self.town.heads)
            finally:
                if self.connection:
                    self.connection.cancel()
                    await asyncio.gather(self.connection, return_exceptions=True)
                self.record.close()

    async def look_where_it_is(self):
        """Not everybody who was put out has noticed."""
        status = None
        while status != 200:
            status, said = await self.fetch("GET", "/v1/me")
            await self.pause(0.1)
        inside = {room["id"] for room in said["rooms"]}
        for room in self.rooms:
            if room in inside:
                self.outside.pop(room, None)
            else:
                self.put_out(room)

    async def settle(self):
        """Until everything that it began is answered, and it is in all of its rooms."""

    async def catch_up(self, heads):
        """`heads` has the last number of each room."""

    async def pause(self, seconds):
        await asyncio.sleep(self.random.uniform(0, 2 * seconds))

    async def call(self, do, method, path, body=None, **about):
        """Asks over HTTP and writes down both. Gives what was answered, or the code of a refusal, or None if that is unknown."""
        number = self.record.ask(do, **about)
        status, said = await self.fetch(method, path, body)
        code = None if status is None else said.get("error", {}).get("code")
        if status is None or code in UNSETTLED:
            self.record.answer(number, "unknown", code=code or said)
            return None
        if status >= 400:
            self.record.answer(number, "refused", code=code)
            return code
        known = {key: said[key] for key in ("seq", "at", "duplicate") if key in said}
        self.record.answer(number, "ok", **known)
        return said

    async def fetch(self, method, path, body=None):
        """The status and the answer; None and the reason when there was none."""
        headers = {"Authorization": f"Bearer {self.person.token}"}
        try:
            async with self.http.request(method, self.town.url + path, json=body, headers=headers) as answer:
                text = await answer.read()
                return answer.status, await answer.json() if text else {}
        except LOST as error:
            return None, type(error).__name__

    def saw(self, room, event):
        """Keeps some of what it may edit, delete and react to."""
        if event["kind"] == "message":
            mine = event["by"]["id"] == self.person.id
            known = self.own if mine else self.seen
            known.append((room, event["seq"]))
            del known[:-50]

    def put_out(self, room):
        """It tries to go on for a while, which must be refused, and then to come back."""
        if room in self.rooms and room not in self.outside:
            self.outside[room] = asyncio.get_running_loop().time() + self.random.uniform(0.3, 3)
