"""WeeChat's relay protocol, version 1, as far as it is needed: binary answers to lines of text.

https://weechat.org/files/doc/weechat/stable/weechat_relay_protocol.en.html
"""

import socket
import struct
import zlib


class Relay:
    def __init__(self, path):
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.settimeout(30)
        self.socket.connect(str(path))
        self.say("init")

    def say(self, line):
        self.socket.sendall(line.encode() + b"\n")

    def ask(self, line):
        """Gives the objects of the answer."""
        self.say(f"(asked) {line}")
        while True:
            name, objects = self.read()
            if name == "asked":
                return objects

    def read(self):
        length, is_compressed = struct.unpack(">IB", self.exactly(5))
        body = self.exactly(length - 5)
        message = Message(zlib.decompress(body) if is_compressed else body)
        name, objects = message.str(), []
        while message.rest:
            objects.append(message.object(message.take(3).decode()))
        return name, objects

    def exactly(self, count):
        data = b""
        while len(data) < count:
            part = self.socket.recv(count - len(data))
            if not part:
                raise AssertionError("WeeChat has ended")
            data += part
        return data

    def close(self):
        self.socket.close()


class Message:
    """What is left of a message; the methods are named as the types are there."""

    def __init__(self, data):
        self.rest = data

    def object(self, kind):
        return getattr(self, kind)()

    def take(self, count):
        taken, self.rest = self.rest[:count], self.rest[count:]
        return taken

    def chr(self):
        return self.take(1)[0]

    def int(self):
        return struct.unpack(">i", self.take(4))[0]

    def lon(self):
        return int(self.take(self.chr()))

    def str(self):
        length = self.int()
        return self.take(length).decode() if length >= 0 else None

    buf = str

    def ptr(self):
        return self.take(self.chr()).decode()

    tim = lon

    def arr(self):
        kind = self.take(3).decode()
        return [self.object(kind) for _ in range(self.int())]

    def htb(self):
        keys, values = self.take(3).decode(), self.take(3).decode()
        return {self.object(keys): self.object(values) for _ in range(self.int())}

    def hda(self):
        """A list of items, each a dictionary; its pointer is there too."""
        depth = len((self.str() or "").split("/"))
        fields = [field.split(":") for field in (self.str() or "").split(",")]
        items = []
        for _ in range(self.int()):
            pointers = [self.ptr() for _ in range(depth)]
            items.append({"pointer": pointers[-1], **{name: self.object(kind) for name, kind in fields}})
        return items

    def inf(self):
        return {self.str(): self.str()}
