"""The people and rooms of a run, and how clients reach them."""

import asyncio
from dataclasses import dataclass, field

PASSWORD = "correct horse battery"
OWNER, INTRUDER = "ada", "eve"
# Name to door. Letters alone: the marks of texts have them.
CLIENTS = {"anna": "live", "berta": "live", "carl": "live", "dora": "live", "emil": "http", "frieda": "http",
           "gustav": "irc", "heinz": "irc", "ida": "console", INTRUDER: "intruder", OWNER: "keeper"}
ROOMS = {
    "anvil": {},
    "bellows": {},
    # One reads nothing from before one's coming.
    "mist": {"history": "since_joining"},
    # One is put in by its owner, or never sees it.
    "crypt": {"entry": "invited", "listed": False},
}
# Who never belongs to the closed room.
OUTSIDERS = {INTRUDER, "dora", "frieda", "heinz"}


@dataclass
class Person:
    id: int
    username: str
    token: str
    rooms: list = field(default_factory=list)


class Refused(Exception):
    pass


class Town:
    def __init__(self, server, web, irc):
        self._server, self._web, self._irc = server, web, irc
        self.program = server.program
        self.people, self.rooms = {}, {}
        self.closed_rooms, self.misty_rooms, self.kept_rooms, self.guests = set(), set(), [], {}
        self.epoch = None
        # The last number of each room, when nobody moves any more.
        self.heads = asyncio.get_running_loop().create_future()

    @property
    def url(self):
        return f"http://127.0.0.1:{self._web.port}"

    @property
    def irc_port(self):
        return self._irc.port

    async def ask(self, session, method, path, body=None, token=None):
        """Past the proxy: what a run prepares and looks at is no part of what it tries."""
        url = f"http://{self._server.address}:{self._server.port}{path}"
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        async with session.request(method, url, json=body, headers=headers) as answer:
            text = await answer.read()
            if answer.status >= 400:
                raise Refused(f"{method} {path}: {answer.status} {text.decode()}")
            return await answer.json() if text else None

    async def found(self, session):
        """Makes all accounts and rooms."""
        names = [OWNER, *(name for name in CLIENTS if name != OWNER)]
        for name in names:
            form = {"mail": f"{name}@example.org", "username": name, "name": name.capitalize(), "password": PASSWORD}
            if name == OWNER:
                form["code"] = self._server.code
            made = await self.ask(session, "POST", "/v1/accounts", form)
            self.people[name] = Person(made["account"]["id"], name, made["token"])
        owner = self.people[OWNER]
        for handle, settings in ROOMS.items():
            form = {"handle": handle, "title": handle.capitalize(), **settings}
            room = (await self.ask(session, "POST", "/v1/rooms", form, owner.token))["room"]["id"]
            self.rooms[handle] = room
            is_closed = settings.get("entry") == "invited"
            inside = [self.people[name] for name in names if name != INTRUDER and not (is_closed and name in OUTSIDERS)]
            for person in inside:
                person.rooms.append(room)
                if person is not owner:
                    await self.ask(session, "PUT", f"/v1/rooms/{room}/members/{person.id}", {}, owner.token)
            self.guests[room] = [person.id for person in inside if person is not owner]
        self.kept_rooms = list(self.rooms.values())
        self.closed_rooms = {self.rooms["crypt"]}
        self.misty_rooms = {self.rooms["mist"]}

    @property
    def strangers(self):
        """By account: the rooms that it never may read."""
        return {self.people[name].id: sorted(self.closed_rooms) for name in OUTSIDERS}

    async def log(self, session, room):
        """All events of a room, as its owner reads them. Gives the epoch as well."""
        events, token = [], self.people[OWNER].token
        while True:
            after = events[-1]["seq"] if events else 0
            page = await self.ask(session, "GET", f"/v1/rooms/{room}/events?after={after}&limit=200", token=token)
            events += page["events"]
            if not page["events"] or page["events"][-1]["seq"] >= page["head"]:
                return page["epoch"], events

    async def latest(self, session, room, token):
        """What somebody is shown of a room's latest messages."""
        page = await self.ask(session, "GET", f"/v1/rooms/{room}/messages?limit=100", token=token)
        return [shown(line) for line in page["messages"] if line["kind"] == "message"]

    async def lines(self, session, room, token):
        """What somebody is shown of all of a room's messages."""
        lines, after = [], 0
        while True:
            path = f"/v1/rooms/{room}/messages?after={after}&limit=200"
            page = (await self.ask(session, "GET", path, token=token))["messages"]
            lines += [line for line in page if line["kind"] == "message"]
            if not page:
                return [shown(line) for line in lines]
            after = page[-1]["seq"]


def shown(line):
    """What became of a message, as the checker holds it against the log."""
    now = line.get("now", {})
    body = now.get("body", line["body"])
    return {
        "seq": line["seq"], "text": body.get("text"), "edits": now.get("edits", 0), "deleted": "deleted" in now,
        "reactions": {reaction["emoji"]: reaction["by"] for reaction in now.get("reactions", [])}}
