"""IRC as a client has it: logged in again and again, and what comes written down as events of the log."""

import asyncio
import base64
import contextlib

from ..town import PASSWORD
from .client import Client
from .irc_line import parse, place

CAPS = ("message-tags server-time batch labeled-response echo-message account-tag sasl standard-replies extended-join "
        "no-implicit-names draft/chathistory draft/message-redaction")


class IRCConnection(Client):
    door = "irc"

    def __init__(self, *arguments):
        super().__init__(*arguments)
        self.names = {room: f"#{handle}" for handle, room in self.town.rooms.items()}
        self.numbers = {name: room for room, name in self.names.items()}
        self.people = {person.username: person.id for person in self.town.people.values()}
        self.writer = None
        self.is_in = asyncio.Event()
        self.streams, self.count = {}, 0
        # The last message seen of each room, and by label the one from which on a history was asked for: msgids.
        self.last, self.histories = {}, {}
        # Label to what was asked, and batch to its stream.
        self.waiting, self.labels, self.batches = {}, 0, {}

    async def stay_connected(self):
        while True:
            try:
                reader, self.writer = await asyncio.open_connection("127.0.0.1", self.town.irc_port)
                await self.log_in()
                while line := await reader.readline():
                    if line.endswith(b"\n"):
                        self.heard(parse(line.decode().rstrip("\r\n")))
            except OSError:
                pass
            finally:
                self.lost()
            await self.pause(0.3)

    async def log_in(self):
        secret = base64.b64encode(f"\0{self.name}\0{PASSWORD}".encode()).decode()
        await self.write(
            f"CAP REQ :{CAPS}", f"NICK {self.name}", f"USER {self.name} 0 * :{self.name}", "AUTHENTICATE PLAIN",
            f"AUTHENTICATE {secret}", "CAP END")

    async def write(self, *lines):
        if self.writer:
            with contextlib.suppress(OSError):
                self.writer.write("".join(line + "\r\n" for line in lines).encode())
                await self.writer.drain()

    def lost(self):
        if self.writer:
            self.writer.transport.abort()
        self.writer = None
        self.is_in.clear()
        for number in self.waiting.values():
            self.record.answer(number, "unknown", code="lost")
        for stream in [*self.streams.values(), *self.batches.values()]:
            self.record.write("over", stream=stream)
        self.waiting, self.streams, self.batches = {}, {}, {}

    # What comes

    def heard(self, line):
        label = line.tags.get("label")
        if label in self.waiting and line.command != "BATCH":
            self.answered(self.waiting.pop(label), line)
        heard = getattr(self, f"on_{line.command.lower()}", None)
        if heard:
            heard(line)

    def answered(self, number, line):
        if line.is_error:
            code = line.parameters[1] if line.command == "FAIL" else line.command
            self.record.answer(number, "unknown" if code in ("OUTCOME_UNKNOWN", "INTERNAL_FAULT") else "refused", code=code)
        elif line.place and line.command == "PRIVMSG" and "+draft/edit" not in line.tags:
            self.record.answer(number, "ok", seq=line.place[1], at=line.at)
        else:
            self.record.answer(number, "ok")

    def on_ping(self, line):
        asyncio.get_running_loop().create_task(self.write("PONG :" + line.parameters[-1]))

    def on_001(self, line):
        self.is_in.set()

    def on_batch(self, line):
        name, = line.parameters[:1]
        if name.startswith("+") and line.parameters[1] == "chathistory":
            room = self.numbers[line.parameters[2]]
            self.batches[name[1:]] = self.follow(room, self.histories.pop(line.tags.get("label"), None))
        elif name[1:] in self.batches:
            self.record.write("over", stream=self.batches.pop(name[1:]))

    def follow(self, room, after=None):
        """What is shown of the room from here on. `after` is the msgid from which on it was asked for."""
        self.count += 1
        seq = place(after)[1] if after else None
        self.record.write(
            "follow", stream=self.count, room=room, after=seq, epoch=None, now=self.town.epoch)
        return self.count

    def on_join(self, line):
        room = self.numbers.get(line.parameters[0])
        if line.nick == self.name and "batch" not in line.tags and room:
            if room in self.streams:
                self.record.write("over", stream=self.streams.pop(room))
            # What was missed comes by a request of its own.
            self.streams[room] = self.follow(room)
            self.outside.pop(room, None)
            if room in self.last:
                asyncio.get_running_loop().create_task(self.look_back(room, f"AFTER {{}} msgid={self.last[room]}", self.last[room]))
        self.event(line, "joined", {})

    def on_part(self, line):
        self.event(line, "left", {})
        self.gone(line, line.nick)

    def on_kick(self, line):
        self.event(line, "removed", {}, subject=self.people.get(line.parameters[1]))
        self.gone(line, line.parameters[1])

    def gone(self, line, nick):
        room = self.numbers.get(line.parameters[0])
        if nick == self.name and "batch" not in line.tags and room in self.streams:
            self.record.write("ended", stream=self.streams.pop(room), code=line.command)
            self.put_out(room)

    def on_privmsg(self, line):
        edited = line.tags.get("+draft/edit")
        if edited:
            self.event(line, "edited", {}, subject=place(edited)[1])
        else:
            # The past is shown as it is now, with the text of the last edit.
            self.event(line, "message", {"now" if "batch" in line.tags else "starts": line.parameters[1][:100]})

    def on_redact(self, line):
        self.event(line, "deleted", {}, subject=place(line.parameters[1])[1])

    def on_tagmsg(self, line):
        for tag, kind in (("+draft/react", "reacted"), ("+draft/unreact", "unreacted")):
            if tag in line.tags:
                self.event(line, kind, {"emoji": line.tags[tag]}, subject=place(line.tags["+draft/reply"])[1])

    def event(self, line, kind, body, **subject):
        room = self.numbers.get(line.parameters[0])
        if not line.place or not room:
            return
        seq = line.place[1]
        event = {"seq": seq, "kind": kind, "by": {"id": self.people.get(line.nick)}, "body": body, "at": line.at, **subject}
        stream = self.batches.get(line.tags["batch"]) if "batch" in line.tags else self.streams.get(room)
        if stream is None or line.place[0] != room or not self.town.epoch.startswith(line.place[2]):
            return self.record.write("stray", room=room, event=event)
        self.record.write("event", stream=stream, event=event)
        if kind == "message":
            self.last[room] = line.tags["msgid"]
            self.saw(room, event)

    # What is asked for

    async def ask(self, do, command, tags="", **about):
        """With a label, by which it is answered."""
        if not self.is_in.is_set():
            return
        self.labels += 1
        label = f"l{self.labels}"
        self.waiting[label] = self.record.ask(do, **about)
        await self.write(f"@label={label}{tags} {command}")

    async def look_back(self, room, place, after=None):
        """Asks for what was said, from a msgid on if one is given."""
        self.labels += 1
        self.histories[f"l{self.labels}"] = after
        await self.write(f"@label=l{self.labels} CHATHISTORY {place.format(self.names[room])} 200")
