"""Those who mean no good, each in a process of his own until told to stop.

An attack is a function of a `Scene`. It goes on whatever the server does to its connections.
"""

import contextlib
import dataclasses
import multiprocessing
import random
import select
import shutil
import socket
import subprocess
import time

import wire

LOST = (OSError, ConnectionError)


@dataclasses.dataclass
class Scene:
    door: wire.Door
    accounts: list
    """Of the attackers."""
    room: int
    """Where they may talk."""
    scale: float
    """1 for the real thing; parts of it for the tests."""
    stop: multiprocessing.Event
    tally: multiprocessing.Array
    """What was tried, and what was done with success: for the table."""

    def count(self, full):
        return max(2, int(full * self.scale))

    def source(self, number):
        """Another address for each hundred connections."""
        return f"127.2.{number // 100 % 250}.{1 + number // 25_000}"

    def tried(self, number=1):
        self.tally[0] += number

    def done(self, number=1):
        self.tally[1] += number

    def token(self, number):
        return self.accounts[number % len(self.accounts)].token


def held_open(scene, count, port, openings, go_on=None):
    """Keeps so many connections open, each after one of the openings; those that are closed are opened anew."""
    plugs, poller, number = {}, select.epoll(), 0
    while not scene.stop.is_set():
        for _ in range(min(500, count - len(plugs))):
            number += 1
            with contextlib.suppress(*LOST):
                scene.tried()
                plug = scene.door.connect(port=port, source=scene.source(number), timeout=5)
                plug.setblocking(False)
                plug.send(openings[number % len(openings)])
                plugs[plug.fileno()] = plug
                poller.register(plug.fileno(), select.EPOLLIN | select.EPOLLRDHUP)
                scene.done()
        for descriptor, _ in poller.poll(0.2):
            with contextlib.suppress(*LOST):
                if plugs[descriptor].recv(65_536):
                    continue
            plugs.pop(descriptor).close()
        if go_on:
            for plug in random.sample(list(plugs.values()), min(200, len(plugs))):
                with contextlib.suppress(*LOST):
                    plug.send(go_on)
    for plug in plugs.values():
        plug.close()


def half_open(scene):
    """10,000 connections on which nothing comes, or half a request."""
    held_open(scene, scene.count(9_000), scene.door.http, [
        b"", b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Half: ", b"POST /v1/sessions HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        b"Content-Type: application/json\r\nContent-Length: 20000\r\n\r\n" + b" " * 1000])


def half_open_irc(scene):
    held_open(scene, scene.count(1_000), scene.door.irc, [b"", b"NICK ha", b"CAP LS 302\r\nNICK half\r\n"])


def large_halves(scene):
    """Bodies and messages that are large, and of which the last byte never comes."""
    body = b"POST /v1/sessions HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: 262144\r\n\r\n"
    # In the small form, too, more than the bound forgives.
    held_open(scene, max(800, scene.count(1_500)), scene.door.http, [body + b" " * 130_000], go_on=b" " * 40_000)


def slow_readers(scene):
    """Hundreds who follow a busy room, and read nothing of it."""
    plugs, number = [], 0
    while not scene.stop.is_set():
        while len(plugs) < scene.count(400) and not scene.stop.is_set():
            number += 1
            with contextlib.suppress(*LOST):
                scene.tried()
                plug = wire.live(scene.door, scene.token(number), source=scene.source(number), receive_buffer=4096)
                plug.sendall(wire.frame(wire.subscribe(scene.room)))
                plugs.append(plug)
                scene.done()
        scene.stop.wait(0.5)


def slow_pages(scene):
    """Who asks for the page again and again, and for history, and takes none of the answers."""
    ask = wire.request("GET", "/vendor/katex.js") + wire.request("GET", "/")
    history = wire.request("GET", f"/v1/rooms/{scene.room}/events?limit=200", token=scene.token(0))
    plugs, number = [], 0
    while not scene.stop.is_set():
        while len(plugs) < scene.count(1_000) and not scene.stop.is_set():
            number += 1
            with contextlib.suppress(*LOST):
                scene.tried()
                plug = scene.door.connect(source=scene.source(number), receive_buffer=4096, timeout=5)
                plug.sendall((history if number % 2 else ask) * 20)
                plugs.append(plug)
                scene.done()
        scene.stop.wait(0.5)
        if len(plugs) >= scene.count(1_000) and random.random() < 0.05:
            plugs.pop(0).close()


LARGE, SMALL = "what is said here is of no interest to anybody; " * 333, "y" * 100


def fillers(scene):
    """Sends that fill caches soon; to begin with."""
    send_on(scene, scene.count(100), lambda number: [LARGE] * 4)


def senders(scene):
    """Sends as fast as they are taken, on ten times as many connections as are enough to keep the server busy; nobody
    waits for his acknowledgements, but they are read and counted."""
    send_on(scene, scene.count(100), lambda number: [LARGE] if number % 10 == 0 else [SMALL] * 20)


def send_on(scene, connections, texts_of):
    poller, plugs, number = select.epoll(), {}, 0
    rest = {}
    while not scene.stop.is_set():
        while len(plugs) < connections and not scene.stop.is_set():
            number += 1
            with contextlib.suppress(*LOST):
                plug = wire.live(scene.door, scene.token(number), source=scene.source(number))
                plug.setblocking(False)
                plugs[plug.fileno()], rest[plug.fileno()] = plug, b""
                poller.register(plug.fileno(), select.EPOLLIN | select.EPOLLOUT)
        for descriptor, events in poller.poll(0.2):
            plug = plugs[descriptor]
            try:
                if events & select.EPOLLIN:
                    part = plug.recv(1 << 18)
                    if not part:
                        raise ConnectionResetError
                    scene.done(part.count(b'"op":"ack"'))
                if events & select.EPOLLOUT:
                    if not rest[descriptor]:
                        texts = texts_of(number)
                        number += 1
                        rest[descriptor] = b"".join(wire.frame(wire.send(scene.room, text, 1)) for text in texts)
                        scene.tried(len(texts))
                    rest[descriptor] = rest[descriptor][plug.send(rest[descriptor]):]
            except BlockingIOError:
                pass
            except LOST:
                poller.unregister(descriptor)
                plugs.pop(descriptor).close()


def churn(scene):
    """Comes and goes, politely and otherwise."""
    number = 0
    while not scene.stop.is_set():
        number += 1
        with contextlib.suppress(*LOST):
            scene.tried()
            match number % 5:
                case 0:
                    scene.door.connect(source=scene.source(number)).close()
                case 1:
                    plug = scene.door.connect(source=scene.source(number))
                    plug.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
                    plug.send(b"GET /healthz HT")
                    plug.close()
                case 2:
                    wire.call(scene.door, "GET", "/healthz", source=scene.source(number))
                case 3:
                    with wire.live(scene.door, scene.token(number), source=scene.source(number)) as plug:
                        plug.send(wire.frame(wire.subscribe(scene.room)))
                case 4:
                    with scene.door.connect(port=scene.door.irc, source=scene.source(number)) as plug:
                        plug.send(b"NICK churn\r\nUSER c 0 * :c\r\nQUIT\r\n")
            scene.done()


def log_ins(scene):
    """With right and wrong passwords, many at a time."""
    poller, plugs, number = select.epoll(), {}, 0
    while not scene.stop.is_set():
        while len(plugs) < scene.count(200):
            number += 1
            body = {"login": random.choice(scene.accounts).name, "password": wire.PASSWORD if number % 2 else f"wrong {number}"}
            with contextlib.suppress(*LOST):
                scene.tried()
                plug = scene.door.connect(source=scene.source(number))
                plug.sendall(wire.request("POST", "/v1/sessions", body))
                plugs[plug.fileno()] = plug
                poller.register(plug.fileno(), select.EPOLLIN)
        for descriptor, _ in poller.poll(0.2):
            plug = plugs.pop(descriptor)
            with contextlib.suppress(*LOST):
                status = wire.response(plug)[0]
                scene.done()
                if status not in (201, 401, 429, 503):
                    raise SystemExit(f"a log-in was answered {status}")
            plug.close()


def giants(scene):
    """Frames, bodies and lines that are larger than anything may be, announced or sent."""
    number = 0
    while not scene.stop.is_set():
        number += 1
        with contextlib.suppress(*LOST):
            scene.tried()
            if number % 3 == 0:
                with scene.door.connect(port=scene.door.irc, source=scene.source(number), timeout=5) as plug:
                    plug.sendall(b"PRIVMSG #lobby :" + b"z" * (1 << 20))
            elif number % 3 == 1:
                with scene.door.connect(source=scene.source(number), timeout=5) as plug:
                    plug.sendall(b"POST /v1/sessions HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999\r\n\r\n")
                    plug.sendall(b"z" * (1 << 20))
            else:
                with wire.live(scene.door, scene.token(number), source=scene.source(number), timeout=5) as plug:
                    plug.sendall(b"\x81\xff" + (2 ** 62).to_bytes(8, "big") + b"\0\0\0\0" if number % 2 else
                                 wire.frame("z" * (1 << 20)))
                    wire.more(plug)
            scene.done()


def tiny(scene):
    """A byte at a time: packets, fragments, pings, lines."""
    plugs, number = {}, 0
    bytes_of_request = wire.request("GET", "/healthz")
    while not scene.stop.is_set():
        while len(plugs) < scene.count(100):
            number += 1
            with contextlib.suppress(*LOST):
                kind = number % 4
                how = {"source": scene.source(number), "timeout": 5}
                plug = (scene.door.connect(port=scene.door.irc, **how) if kind == 3 else scene.door.connect(**how) if kind == 2
                        else wire.live(scene.door, scene.token(number), **how))
                plug.setblocking(False)
                plugs[number] = (plug, kind, 0)
                if kind == 0:
                    plug.send(wire.frame("", 0x01))
        for name, (plug, kind, at) in list(plugs.items()):
            try:
                scene.tried()
                match kind:
                    case 0: plug.send(wire.frame("a", 0x00) * 50)
                    case 1: plug.send(wire.frame("", 0x89) * 50)
                    case 2: plug.send(bytes_of_request[at % len(bytes_of_request):][:1])
                    case 3: plug.send(b"\n\nx\r\n" * 20)
                plugs[name] = (plug, kind, at + 1)
                if kind != 1:
                    plug.recv(65_536)
            except BlockingIOError:
                scene.done()
            except LOST:
                plugs.pop(name)[0].close()


def slowhttptest(mode):
    """A tool that others made for this: Debian's slowhttptest."""
    def attack(scene):
        url = f"http://127.0.0.1:{scene.door.http}{'/' if mode in 'HX' else '/v1/sessions'}"
        command = ["slowhttptest", f"-{mode}", "-c", str(scene.count(1_000)), "-r", "300", "-l", "3600", "-i", "2", "-v", "0", "-u", url]
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as tool:
            scene.stop.wait()
            tool.kill()
    attack.__name__ = {"H": "slowloris", "B": "slow_bodies", "X": "slow_reads"}[mode]
    return attack


ATTACKS = [half_open, half_open_irc, large_halves, slow_readers, slow_pages, senders, churn, log_ins, giants, tiny]
if shutil.which("slowhttptest"):
    ATTACKS += [slowhttptest(mode) for mode in "HBX"]


def names():
    return [attack.__name__ for attack in ATTACKS]


@contextlib.contextmanager
def under(wanted, door, accounts, room, scale):
    """The attacks go on inside of the `with`; gives what each has tried and done."""
    stop, running = multiprocessing.Event(), {}
    for attack in [fillers, *ATTACKS]:
        if attack.__name__ in wanted:
            tally = multiprocessing.Array("q", 2, lock=False)
            process = multiprocessing.Process(
                target=attack, args=(Scene(door, accounts, room, scale, stop, tally),), daemon=True)
            process.start()
            running[attack.__name__] = process, tally
    try:
        yield {name: tally for name, (_, tally) in running.items()}
    finally:
        stop.set()
        deadline = time.monotonic() + 20
        for process, _ in running.values():
            process.join(max(0.1, deadline - time.monotonic()))
            if process.is_alive():
                process.kill()
                process.join()
        if broken := [name for name, (process, _) in running.items() if process.exitcode not in (0, -9)]:
            raise SystemExit(f"overload: an attack did not work: {', '.join(broken)}")
