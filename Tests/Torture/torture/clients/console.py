"""`roost chat --json` as a script uses it, killed and started again: it keeps what is not acknowledged, and sends it again itself."""

import asyncio
import contextlib
import json
import os
import signal

from ..town import PASSWORD
from .client import Client

MOVES = {"say": 8, "react": 1, "edit": 1, "come_back": 1}
HANDLE = "anvil"


class Console(Client):
    door = "console"

    def __init__(self, *arguments):
        super().__init__(*arguments)
        self.folder = arguments[3] / "console"
        self.room = self.town.rooms[HANDLE]
        self.rooms = [self.room]
        self.process = None
        self.is_open = False
        self.stream, self.count, self.last = None, 0, 0
        # Text to what was asked.
        self.waiting = {}

    async def move(self):
        self.connection = asyncio.create_task(self.stay_running())
        while self.is_moving:
            name, = self.random.choices(list(MOVES), MOVES.values())
            await getattr(self, name)()
            await self.pause(0.15)

    async def settle(self):
        """A last message behind all others: when it is there, so are they."""
        text = None
        while text is None or text in self.waiting:
            if self.is_open and text is None:
                text = await self.say()
            await self.come_back()
            await asyncio.sleep(0.2)
        self.outside.clear()

    async def catch_up(self, heads):
        while self.last < heads[self.room]:
            await asyncio.sleep(0.05)

    # The program

    async def stay_running(self):
        environment = {
            **os.environ, "XDG_CONFIG_HOME": str(self.folder / "config"), "XDG_STATE_HOME": str(self.folder / "state"),
            "ROOST_PASSWORD": PASSWORD}
        while True:
            self.process = await asyncio.create_subprocess_exec(
                self.town.program, "chat", "--server", self.town.url, "--login", self.name, "--room", HANDLE, "--json",
                env=environment, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.DEVNULL, limit=1 << 24)
            try:
                while line := await self.process.stdout.readline():
                    if line.endswith(b"\n"):
                        said = json.loads(line)
                        getattr(self, f"on_{said['type']}", lambda said: None)(said)
            finally:
                self.kill()
                self.over()
            await self.process.wait()
            await self.pause(0.3)

    def kill(self):
        """As a power cut would."""
        with contextlib.suppress(ProcessLookupError):
            # Not by `Process.kill`, which would take one that has ended away from who waits for it.
            if self.process and self.process.returncode is None:
                os.kill(self.process.pid, signal.SIGKILL)

    def over(self):
        self.is_open = False
        if self.stream:
            self.record.write("over", stream=self.stream)
        self.stream = None

    # What it says

    def on_opened(self, said):
        """The room begins here, anew."""
        if said["snapshot"]["room"]["id"] != self.room:
            return
        self.over()
        self.count += 1
        self.stream, self.is_open, self.last = self.count, True, said["snapshot"]["head"]
        self.outside.pop(self.room, None)
        self.record.write("follow", stream=self.stream, room=self.room, after=None, epoch=None, now=self.town.epoch)
        self.record.write("gap", stream=self.stream, reason="opened", head=self.last)

    def on_event(self, said):
        if said["room"] != self.room or not self.stream:
            return
        event = {key: said[key] for key in said if key not in ("type", "room")}
        self.record.write("event", stream=self.stream, event=event)
        self.last = event["seq"]
        self.saw(self.room, event)
        text = event["body"].get("text")
        if event["by"]["id"] == self.person.id and text in self.waiting:
            self.record.answer(self.waiting.pop(text), "ok", seq=event["seq"], at=event["at"])

    def on_history(self, said):
        """What it shows of the past may have what nobody has told it of live."""
        text = said.get("body", {}).get("text")
        if text in self.waiting and said["kind"] == "message":
            self.record.answer(self.waiting.pop(text), "ok", seq=said["seq"], at=said["at"])

    def on_ack(self, said):
        """It does not say of which text; its place must have one."""
        number = self.record.ask("acknowledged", room=said["room"], key=said["key"])
        self.record.answer(number, "ok", seq=said["seq"], at=said["at"], duplicate=said["duplicate"])

    def on_refused(self, said):
        if said.get("text") in self.waiting:
            self.record.answer(self.waiting.pop(said["text"]), "refused", code=said["code"])

    def on_closed(self, said):
        if self.stream:
            self.record.write("ended", stream=self.stream, code="closed")
            self.stream = None
        self.is_open = False
        self.put_out(self.room)

    # What it does

    async def type(self, line):
        with contextlib.suppress(OSError):
            self.process.stdin.write((json.dumps(line, ensure_ascii=False) + "\n").encode())
            await self.process.stdin.drain()

    async def say(self):
        if not self.is_open:
            return None
        text = self.texts.new(self.room, self.random.choice([0, 100]))
        self.waiting[text] = self.record.ask("send", room=self.room, text=text)
        await self.type({"send": text})
        return text

    async def edit(self):
        if self.is_open and self.own:
            _, seq = self.random.choice(self.own)
            text = self.texts.new(self.room)
            self.record.ask("edit", room=self.room, subject=seq, text=text)
            await self.type({"line": f"/edit #{seq} {text}"})

    async def react(self):
        if self.is_open and self.seen:
            _, seq = self.random.choice(self.seen)
            self.record.ask("react", room=self.room, subject=seq, emoji="👍")
            await self.type({"line": f"/react #{seq} 👍"})

    async def come_back(self):
        if not self.is_open and self.process and self.process.returncode is None:
            self.record.ask("join", room=self.room, person=self.person.id)
            await self.type({"line": f"/join {HANDLE}"})
            await asyncio.sleep(0.5)
