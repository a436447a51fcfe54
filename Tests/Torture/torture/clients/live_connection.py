"""The live stream as a client has it: connected again and again, rooms followed from their cursors, all of it written down."""

import asyncio
import json

import aiohttp

from .client import LOST, Client, outcome_of
from .outbox import Outbox

# Connection lost, or the log-in's stream ended: the loop connects again.
OVER = (aiohttp.WSMsgType.CLOSE, aiohttp.WSMsgType.CLOSING, aiohttp.WSMsgType.CLOSED, aiohttp.WSMsgType.ERROR)


class LiveConnection(Client):
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

    def has_read(self, room, head):
        epoch, seq = self.cursors.get(room, (None, 0))
        return epoch == self.town.epoch and seq >= head

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

    # What is asked for

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

    async def send_waiting(self):
        for send in self.outbox.waiting():
            if self.socket is None:
                return
            send.is_under_way = True
            self.ids += 1
            number = self.record.ask("send", room=send.room, key=send.key, text=send.text)
            self.waiting[self.ids] = (number, send, send.room)
            await self.write("send", id=self.ids, room=send.room, key=send.key, text=send.text)
