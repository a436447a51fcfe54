"""A client of IRC: says, edits, deletes and reacts by tags, comes back and asks for what it missed.

IRC has no keys: what got no answer is not sent again, and nobody knows what became of it."""

import asyncio

from . import moves
from .irc_connection import IRCConnection

MOVES = {"say": 10, "edit": 1, "delete": 0.7, "react": 2, "part": 0.3, "join": 2, "trespass": 1.5, "break_off": 0.3}


class IRC(IRCConnection):
    async def move(self):
        self.connection = asyncio.create_task(self.stay_connected())
        while self.is_moving:
            name, = self.random.choices(list(MOVES), MOVES.values())
            await getattr(self, name)()
            await self.pause(0.1)

    async def settle(self):
        while self.outside or self.waiting:
            await moves.come_back(self)
            await self.pause(0.1)

    def some_room(self):
        return self.random.choice(self.rooms)

    def msgid(self, room, seq):
        return f"{room}-{seq}-{self.town.epoch[:6]}"

    async def say(self):
        room = self.some_room()
        text = self.texts.new(room, self.random.choice([0, 100, 200]))
        await self.ask("send", f"PRIVMSG {self.names[room]} :{text}", room=room, text=text)

    async def edit(self):
        if self.own:
            room, seq = self.random.choice(self.own)
            text = self.texts.new(room)
            await self.ask("edit", f"PRIVMSG {self.names[room]} :{text}", f";+draft/edit={self.msgid(room, seq)}",
                           room=room, subject=seq, text=text)

    async def delete(self):
        if self.own:
            room, seq = self.own.pop(self.random.randrange(len(self.own)))
            await self.ask("delete", f"REDACT {self.names[room]} {self.msgid(room, seq)}", room=room, subject=seq)

    async def react(self):
        if self.seen:
            room, seq = self.random.choice(self.seen[-8:])
            emoji = self.random.choice(moves.EMOJI)
            await self.ask("react", f"TAGMSG {self.names[room]}", f";+draft/reply={self.msgid(room, seq)};+draft/react={emoji}",
                           room=room, subject=seq, emoji=emoji)

    async def part(self):
        room = self.some_room()
        if room not in self.town.closed_rooms:
            await self.ask("leave", f"PART {self.names[room]}", room=room, person=self.person.id)

    async def join(self):
        for room in self.outside:
            await self.ask("join", f"JOIN {self.names[room]}", room=room, person=self.person.id)

    async def trespass(self):
        """Writes and reads where it was put out."""
        if self.outside:
            room = self.random.choice(sorted(self.outside))
            text = self.texts.new(room)
            await self.ask("send", f"PRIVMSG {self.names[room]} :{text}", room=room, text=text)
            await self.look_back(room, "LATEST {} *")

    async def break_off(self):
        if self.writer:
            self.writer.transport.abort()
