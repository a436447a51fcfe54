"""What clients say, as bytes: HTTP, the live stream, IRC. Blocking sockets, or the bytes for one's own."""

import dataclasses
import json
import os
import secrets
import socket
import struct
import time


@dataclasses.dataclass(frozen=True)
class Door:
    """Where a server listens, on the loopback."""

    http: int
    irc: int

    def connect(self, port=None, source="127.0.0.1", timeout=60, receive_buffer=None):
        plug = socket.socket()
        plug.settimeout(timeout)
        if receive_buffer:
            plug.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        # The port is chosen when it is known where to: there are as many for each address of the server's.
        plug.setsockopt(socket.IPPROTO_IP, 24, 1)  # IP_BIND_ADDRESS_NO_PORT
        plug.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        plug.bind((source, 0))
        plug.connect(("127.0.0.1", port or self.http))
        return plug


def request(method, path, body=None, token=None, headers=()):
    data = b"" if body is None else json.dumps(body).encode()
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", *headers]
    if token:
        lines.append(f"Authorization: Bearer {token}")
    if body is not None:
        lines += ["Content-Type: application/json", f"Content-Length: {len(data)}"]
    return "\r\n".join([*lines, "", ""]).encode() + data


def response(plug):
    """Status and body of the next answer, which has a Content-Length."""
    got = b""
    while b"\r\n\r\n" not in got:
        got += more(plug)
    head, _, body = got.partition(b"\r\n\r\n")
    length = next((int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")), 0)
    while len(body) < length:
        body += more(plug)
    return int(head.split(b" ")[1]), body


def more(plug):
    part = plug.recv(65_536)
    if not part:
        raise ConnectionResetError("closed by the server")
    return part


def call(door, method, path, body=None, token=None, source="127.0.0.1"):
    with door.connect(source=source) as plug:
        plug.sendall(request(method, path, body, token))
        status, answer = response(plug)
    return status, json.loads(answer) if answer else None


def frame(text, opcode=0x81):
    """Masked with zeros, so that it can be made once and looked into."""
    data = text.encode() if isinstance(text, str) else text
    if len(data) < 126:
        return struct.pack(">BBI", opcode, 0x80 | len(data), 0) + data
    if len(data) < 65_536:
        return struct.pack(">BBHI", opcode, 0xFE, len(data), 0) + data
    return struct.pack(">BBQI", opcode, 0xFF, len(data), 0) + data


def frames(buffer):
    """The whole frames at the beginning of a bytearray, which is cut: pairs of opcode and payload."""
    while len(buffer) >= 2:
        length, start = buffer[1] & 0x7F, 2
        if length == 126:
            length, start = int.from_bytes(buffer[2:4], "big"), 4
        elif length == 127:
            length, start = int.from_bytes(buffer[2:10], "big"), 10
        if len(buffer) < start + length:
            return
        payload = bytes(buffer[start:start + length])
        opcode = buffer[0]
        del buffer[:start + length]
        yield opcode, payload


UPGRADE = ["Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13",
           "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="]


def live(door, token, **how):
    """A socket on which the live stream begins; what came behind the answer is lost, so ask for nothing before."""
    plug = door.connect(**how)
    plug.sendall(request("GET", "/v1/live", token=token, headers=UPGRADE))
    got = b""
    while b"\r\n\r\n" not in got:
        got += more(plug)
    if not got.startswith(b"HTTP/1.1 101"):
        raise ConnectionRefusedError(got.decode(errors="replace"))
    return plug


def key():
    """UUIDv7 (RFC 9562, section 5.7)."""
    number = int(time.time() * 1000) << 80 | 7 << 76 | secrets.randbits(12) << 64 | 2 << 62 | secrets.randbits(62)
    text = f"{number:032x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def send(room, text, number, its_key=None):
    return json.dumps({"op": "send", "id": number, "room": room, "key": its_key or key(), "text": text}, separators=(",", ":"))


def subscribe(room):
    return json.dumps({"op": "subscribe", "id": 0, "room": room})


@dataclasses.dataclass(frozen=True)
class Account:
    id: int
    name: str
    token: str


PASSWORD = "correct horse battery"


def register(door, name, code=None):
    body = {"mail": f"{name}@overload.example", "username": name, "password": PASSWORD}
    status, answer = call(door, "POST", "/v1/accounts", body | ({"code": code} if code else {}))
    if status != 201:
        raise SystemExit(f"overload: no account for {name}: {answer}")
    return Account(answer["account"]["id"], name, answer["token"])


def processor_seconds(pid):
    fields = open(f"/proc/{pid}/stat").read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
