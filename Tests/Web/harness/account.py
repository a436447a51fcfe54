"""What a test prepares over HTTP, so that the browser is used for what the test is about."""

import json
import os
import time
import urllib.error
import urllib.parse
import urllib.request

PASSWORD = "correct horse battery"


class Refused(Exception):
    def __init__(self, status, body):
        super().__init__(f"{status} {body}")
        self.status = status
        self.code = body.get("error", {}).get("code")


def ask(url, method, path, body=None, token=None):
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    data = json.dumps(body).encode() if body is not None else None
    request = urllib.request.Request(url + path, data, headers, method=method)
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            text = answer.read()
            return json.loads(text) if text else None
    except urllib.error.HTTPError as error:
        raise Refused(error.code, json.loads(error.read() or b"{}")) from None


def new_key():
    """A UUID of version 7, as a send carries it."""
    number = (int(time.time() * 1000) << 80) | int.from_bytes(os.urandom(10), "big")
    number = number & ~(0xF << 76) | (7 << 76)
    number = number & ~(0x3 << 62) | (2 << 62)
    text = f"{number:032x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


class Account:
    """Somebody with an account, as a program sees it."""

    def __init__(self, server, username, name=None, code=None, invite=None):
        self.server = server
        self.username = username
        self.name = name or username.capitalize()
        form = {"mail": f"{username}@example.org", "username": username, "name": self.name, "password": PASSWORD}
        if code:
            form["code"] = code
        if invite:
            form["invite"] = invite
        made = ask(server.url, "POST", "/v1/accounts", form)
        self.id = made["account"]["id"]
        self.token = made["token"]

    def ask(self, method, path, body=None):
        return ask(self.server.url, method, path, body, self.token)

    def get(self, path, **query):
        return self.ask("GET", f"{path}?{urllib.parse.urlencode(query)}" if query else path)

    def make_room(self, handle, title=None, *people, **settings):
        """Makes a channel with people in it; gives its number."""
        room = self.ask("POST", "/v1/rooms", {"handle": handle, "title": title or handle.capitalize(), **settings})
        for person in people:
            person.join(room["room"]["id"])
        return room["room"]["id"]

    def join(self, room):
        self.ask("PUT", f"/v1/rooms/{room}/members/me", {})

    def say(self, room, text, **more):
        """Gives the number of the message."""
        form = {"key": new_key(), "text": text, **more}
        return self.ask("POST", f"/v1/rooms/{room}/messages", form)["seq"]

    def direct(self, other):
        return self.ask("POST", "/v1/direct", {"person": other.id})["room"]["id"]

    def texts(self, room):
        """What is said in a room now, oldest first, without what was deleted."""
        lines = self.get(f"/v1/rooms/{room}/messages", limit=200)["messages"]
        now = [(line, line.get("now", {})) for line in lines if line["kind"] == "message"]
        return [now.get("body", line["body"])["text"] for line, now in now if "deleted" not in now]
