"""A client of the live stream: follows rooms from its cursors, sends and retries, and breaks off as it likes."""

import asyncio
import contextlib
import json
import socket

import aiohttp

from . import moves
from .client import LOST, Client, outcome_of
from .outbox import Outbox

MOVES = {"send": 10, "burst": 0.4, "edit": 2, "delete": 1, "react": 3, "leave": 0.3, "trespass": 2, "come_back": 2,
         "follow_anew": 1, "break_off": 0.3, "doze": 0.3, "post": 1}
# Connection lost, or the log-in's stream ended: the loop connects again.
OVER = (aiohttp.WSMsgType.CLOSE, aiohttp.WSMsgType.CLOSING, aiohttp.WSMsgType.CLOSED, aiohttp.WSMsgType.ERROR)


class Live(Client):
    door = "live"

    def __init__(self, *arguments):
        super().__init__(*arguments)
        self.outbox = Outbox(self)
        self.socket = None
        self.epoch = None
        # The cursor of each room: (epoch, number). Kept from connection to connection.
        self.cursors = {}
        # What is followed now: room to stream. Over all connections a stream has a number of its own.
        self.streams, self.count = {}, 0
        # What has no answer yet: id to what it was.
        self.waiting, self.ids = {}, 0
        self.naps = 0

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

    def has_read(self, room, head):
        epoch, seq = self.cursors.get(room, (None, 0))
        return epoch == self.town.epoch and seq >= head

    # The connection

    async def stay_connected(self):
        while True:
            try:
                headers = {"Authorization": f"Bearer {self.person.token}"}
                async with self.http.ws_connect(
                        self.town.url + "/v1/live", headers=headers, max_msg_size=0, autoclose=False,
                        compress=self.random.choice([0, 15])) as self.socket:
                    await self.read()
            except LOST:
                pass
            finally:
                self.lost()
            await self.pause(0.2)

    def lost(self):
        self.socket = None
        for number, send, _ in self.waiting.values():
            if send:
                self.record.answer(number, "unknown", code="lost")
                self.outbox.settle(send)
        self.waiting = {}
        for stream in self.streams.values():
            self.record.write("over", stream=stream)
        self.streams = {}

    async def read(self):
        while True:
            message = await self.socket.receive()
            if message.type in OVER:
                return
            said = json.loads(message.data)
            heard = getattr(self, f"on_{said['op']}", None)
            if heard:
                heard(said)
            if self.naps:
                self.record.write("nap", streams=list(self.streams.values()), seconds=self.naps)
                await asyncio.sleep(self.naps)
                self.naps = 0

    async def write(self, op, **fields):
        if self.socket is None:
            return
        try:
            await self.socket.send_str(json.dumps({"op": op, **fields}))
        except LOST:
            pass

    # What comes

    def on_welcome(self, said):
        self.epoch = said["epoch"]
        self.record.write("welcome", epoch=self.epoch)
        # What is sent while another task reads.
        asyncio.get_running_loop().create_task(self.begin())

    async def begin(self):
        await self.follow_all()
        await self.send_waiting()

    def on_event(self, said):
        room = said["room"]
        if room not in self.streams:
            return self.record.write("stray", room=room, event=said)
        event = {key: said[key] for key in said if key not in ("op", "room")}
        self.record.write("event", stream=self.streams[room], event=event)
        self.cursors[room] = (self.epoch, event["seq"])
        self.saw(room, event)

    def on_gap(self, said):
        room, head = said["room"], said["snapshot"]["head"]
        self.record.write("gap", stream=self.streams.get(room), reason=said["reason"], head=head)
        self.cursors[room] = (self.epoch, head)

    def on_caught_up(self, said):
        self.waiting.pop(said["id"], None)
        self.record.write("caught_up", stream=self.streams.get(said["room"]), seq=said["seq"])

    def on_ended(self, said):
        room = said["room"]
        self.record.write("ended", stream=self.streams.pop(room, None), code=said["code"])
        self.put_out(room)

    def on_done(self, said):
        number, _, room = self.waiting.pop(said["id"], (None, None, None))
        stream = self.streams.pop(room, None)
        if stream:
            self.record.write("over", stream=stream)

    def on_ack(self, said):
        number, send, _ = self.waiting.pop(said["id"])
        self.record.answer(number, "ok", seq=said["seq"], at=said["at"], duplicate=said.get("duplicate", False),
                           epoch=self.epoch)
        self.outbox.settle(send, said["seq"])

    def on_error(self, said):
        number, send, room = self.waiting.pop(said.get("id"), (None, None, None))
        if send:
            self.record.answer(number, outcome_of(said["code"]), code=said["code"])
            self.outbox.settle(send, code=said["code"])
        elif room in self.streams:
            self.record.write("refused", stream=self.streams.pop(room), code=said["code"])
            if said["code"] in {"not_a_member", "room_unknown"}:
                self.put_out(room)

    # What it does

    async def follow(self, room, after, epoch):
        self.count += 1
        self.ids += 1
        self.streams[room] = self.count
        self.waiting[self.ids] = (None, None, room)
        self.record.write("follow", stream=self.count, room=room, after=after, epoch=epoch, now=self.epoch)
        place = {} if after is None else {"after": after, "epoch": epoch}
        await self.write("subscribe", id=self.ids, room=room, **place)

    async def follow_all(self):
        for room in self.rooms:
            if self.socket and self.epoch and room not in self.streams and room not in self.outside:
                epoch, after = self.cursors.get(room, (None, None))
                await self.follow(room, after, epoch)

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

    async def send_waiting(self):
        for send in self.outbox.waiting():
            if self.socket is None:
                return
            send.is_under_way = True
            self.ids += 1
            number = self.record.ask("send", room=send.room, key=send.key, text=send.text)
            self.waiting[self.ids] = (number, send, send.room)
            await self.write("send", id=self.ids, room=send.room, key=send.key, text=send.text)

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
