"""People who talk in a room as if nothing were the matter, over all doors, and write down what they saw.

They run in a process of their own. Each says something in turn; whoever reads must read everything, once and in order.
"""

import array
import base64
import collections
import json
import multiprocessing
import selectors
import time
import traceback

import wire

PATIENCE = 90
"""Seconds until what is still missing counts as lost. No measure of speed: it ends a run that would never end."""


class Client:
    def __init__(self, plug, account):
        plug.setblocking(False)
        self.plug, self.account = plug, account
        self.buffer = bytearray()
        self.outgoing = b""
        self.heard = array.array("L")

    def flush(self):
        try:
            self.outgoing = self.outgoing[self.plug.send(self.outgoing):]
        except BlockingIOError:
            pass

    def read(self):
        try:
            part = self.plug.recv(1 << 18)
        except BlockingIOError:
            return False
        if not part:
            raise ConnectionResetError(f"the server closed the connection of {self.account.name} ({type(self).__name__})")
        self.buffer += part
        return True


class LiveClient(Client):
    def __init__(self, door, account, room, source):
        super().__init__(wire.live(door, account.token, source=source), account)
        self.room, self.last, self.is_in = room, None, False
        self.asked, self.next_number = {}, 0
        self.outgoing = wire.frame(wire.subscribe(room))

    def say(self, text, key):
        number, self.next_number = self.next_number, self.next_number + 1
        self.asked[number] = text
        self.outgoing += wire.frame(wire.send(self.room, text, number, key))

    def take(self, talk):
        for opcode, payload in wire.frames(self.buffer):
            if opcode == 0x89:
                self.outgoing += wire.frame(payload, 0x8A)
            if opcode == 0x88:
                raise ConnectionResetError(f"{self.account.name} was closed: {payload!r}")
            if opcode != 0x81:
                continue
            said = json.loads(payload)
            match said["op"]:
                case "caught_up":
                    self.last, self.is_in = said["seq"], True
                case "event":
                    if self.last is not None and said["seq"] != self.last + 1:
                        talk.wrong.append(f"{self.account.name} read {said['seq']} after {self.last}")
                    self.last = said["seq"]
                    if said["kind"] == "message":
                        talk.heard(self, said["body"]["text"])
                case "ack":
                    talk.acknowledged(self.asked.pop(said["id"]))
                case "error":
                    talk.refused(self.asked.pop(said.get("id"), None), said)


class IRCClient(Client):
    """A message of one's own that comes back is its acknowledgement."""

    def __init__(self, door, account, handle, source):
        super().__init__(door.connect(port=door.irc, source=source), account)
        self.channel, self.is_in = f"#{handle}", False
        self.line("CAP REQ :echo-message sasl", f"NICK {account.name}", f"USER {account.name} 0 * :x")

    def line(self, *lines):
        self.outgoing += "".join(f"{text}\r\n" for text in lines).encode()

    def say(self, text, key):
        self.line(f"PRIVMSG {self.channel} :{text}")

    def take(self, talk):
        while (end := self.buffer.find(b"\r\n")) >= 0:
            line = self.buffer[:end].decode(errors="replace")
            del self.buffer[:end + 2]
            source, words = "", line.split(" ")
            if words[0].startswith(":"):
                source, words = words[0][1:].split("!")[0], words[1:]
            match words[0]:
                case "PING":
                    self.line(f"PONG {' '.join(words[1:])}")
                case "CAP" if words[2] == "ACK":
                    self.line("AUTHENTICATE PLAIN")
                case "AUTHENTICATE":
                    secret = "\0".join([self.account.name, self.account.name, wire.PASSWORD])
                    self.line(f"AUTHENTICATE {base64.b64encode(secret.encode()).decode()}")
                case "903":
                    self.line("CAP END")
                case "366" if words[2] == self.channel:
                    self.is_in = True
                case "PRIVMSG" if words[1] == self.channel and self.is_in:
                    text = line.split(" :", 1)[1]
                    talk.heard(self, text)
                    if source == self.account.name:
                        talk.acknowledged(text)
                case "ERROR" | "FAIL" | "904" | "404":
                    talk.wrong.append(f"IRC said to {self.account.name}: {line}")


class HTTPClient(Client):
    """Only writes: what is in the log is read at the end."""

    def __init__(self, door, account, room, source):
        super().__init__(door.connect(source=source), account)
        self.room, self.is_in = room, True
        self.line = collections.deque()
        self.under_way = None

    def say(self, text, key):
        self.line.append((text, key))
        self.next()

    def next(self):
        if self.under_way is None and self.line:
            text, key = self.under_way = self.line.popleft()
            self.outgoing += wire.request("POST", f"/v1/rooms/{self.room}/messages", {"key": key, "text": text}, self.account.token)

    def take(self, talk):
        head, found, body = bytes(self.buffer).partition(b"\r\n\r\n")
        if not found:
            return
        length = int(next(l for l in head.split(b"\r\n") if l.lower().startswith(b"content-length:")).split(b":")[1])
        if len(body) < length:
            return
        self.buffer = bytearray(body[length:])
        text, key = self.under_way
        self.under_way = None
        if head.split(b" ")[1] in (b"200", b"201"):
            talk.acknowledged(text)
        else:
            talk.refused(text, json.loads(body[:length]))
        self.next()


class Talk:
    def __init__(self, door, accounts, room, handle, rate, source):
        self.pause = 1 / rate
        self.clients = [LiveClient(door, a, room, source) for a in accounts[:-4]]
        self.clients += [IRCClient(door, a, handle, source) for a in accounts[-4:-1]]
        self.clients.append(HTTPClient(door, accounts[-1], room, source))
        self.selector = selectors.DefaultSelector()
        for client in self.clients:
            self.selector.register(client.plug, selectors.EVENT_READ | selectors.EVENT_WRITE, client)
        self.count = 0
        # By the message's number: when it was said, by whom, and with which key, until it is acknowledged.
        self.under_way = {}
        self.wrong, self.refusals, self.latencies = [], [], []
        self.again = []

    # What clients tell

    def acknowledged(self, text):
        if (sent := self.under_way.pop(number_of(text), None)) is None:
            return self.wrong.append(f"{text} was acknowledged twice")
        self.latencies.append(time.monotonic() - sent[0])

    def heard(self, client, text):
        client.heard.append(number_of(text))

    def refused(self, text, answer):
        """Says so and tries again, as clients do."""
        self.refusals.append(answer.get("code") or answer.get("error", {}).get("code"))
        if text is None:
            self.wrong.append(f"refused: {answer}")
        else:
            self.again.append((time.monotonic() + 1, text))

    # Turns

    def turn(self, seconds):
        for client in self.clients:
            if client.outgoing:
                client.flush()
            wanted = selectors.EVENT_READ | (selectors.EVENT_WRITE if client.outgoing else 0)
            if self.selector.get_key(client.plug).events != wanted:
                self.selector.modify(client.plug, wanted, client)
        for entry, events in self.selector.select(seconds):
            if events & selectors.EVENT_READ and entry.data.read():
                entry.data.take(self)

    def say(self):
        number, self.count = self.count, self.count + 1
        client, key = self.clients[number % len(self.clients)], wire.key()
        self.under_way[number] = time.monotonic(), client, key
        client.say(f"honest {number}", key)

    def repeat(self):
        now = time.monotonic()
        for due, text in self.again[:]:
            if due <= now:
                self.again.remove((due, text))
                _, client, key = self.under_way[number_of(text)]
                client.say(text, key)

    def begin(self):
        end = time.monotonic() + PATIENCE
        while not all(c.is_in for c in self.clients):
            self.turn(0.1)
            if time.monotonic() > end:
                raise TimeoutError("they did not come in")

    def go_on(self, is_over):
        due = time.monotonic()
        while not is_over():
            while due <= time.monotonic():
                self.say()
                due += self.pause
            self.repeat()
            self.turn(min(0.05, max(0, due - time.monotonic())))

    @property
    def readers(self):
        return [c for c in self.clients if not isinstance(c, HTTPClient)]

    def let_go(self):
        """Of those who write by HTTP and have nothing more to say: the server closes what is idle."""
        for client in self.clients:
            if isinstance(client, HTTPClient) and client.is_in and not client.under_way and not self.again:
                client.is_in = False
                self.selector.unregister(client.plug)
                client.plug.close()
        self.clients = [c for c in self.clients if c.is_in]

    def finish(self):
        """Waits for what is under way, then looks whether anything is missing."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end and not (
                not self.under_way and all(len(c.heard) >= self.count for c in self.readers)):
            self.repeat()
            self.turn(0.1)
            self.let_go()
        if self.under_way:
            self.wrong.append(f"{len(self.under_way)} sends were never answered, such as {min(self.under_way)}")
        order = self.clients[0].heard
        for client in self.readers:
            if lost := set(range(self.count)) - set(client.heard):
                self.wrong.append(f"{client.account.name} ({type(client).__name__}) never read {len(lost)}, such as {min(lost)}")
            if len(set(client.heard)) != len(client.heard):
                self.wrong.append(f"{client.account.name} read something twice")
            if client.heard != order and not lost:
                self.wrong.append(f"{client.account.name} read in another order")


def number_of(text):
    return int(text.split(" ")[1])


def percentile(values, share):
    return sorted(values)[min(len(values) - 1, int(len(values) * share))] if values else 0.0


class Honest:
    """From the outside: a `with`; `mark` gives the 99th percentile of sending since the last mark, in seconds."""

    def __init__(self, *arguments):
        self.pipe, theirs = multiprocessing.Pipe()
        self.process = multiprocessing.Process(target=run, args=(theirs, *arguments), daemon=True)
        self.process.start()
        self.heard()

    def heard(self):
        if not self.pipe.poll(PATIENCE * 2 + 30):
            raise SystemExit("overload: the honest clients hang")
        answer = self.pipe.recv()
        if isinstance(answer, str):
            raise SystemExit(f"overload: an honest client was not served: {answer}")
        return answer

    def mark(self):
        self.pipe.send("mark")
        return self.heard()

    def finish(self):
        """What was wrong, how much was said, which refusals came."""
        self.pipe.send("finish")
        answer = self.heard()
        self.process.join(10)
        return answer


def run(pipe, *arguments):
    try:
        talk = Talk(*arguments)
        talk.begin()
        pipe.send({})
        while True:
            talk.go_on(pipe.poll)
            if pipe.recv() == "finish":
                talk.finish()
                return pipe.send({"wrong": talk.wrong, "said": talk.count, "refusals": dict(collections.Counter(talk.refusals))})
            pipe.send({"p50": percentile(talk.latencies, 0.5), "p99": percentile(talk.latencies, 0.99), "count": len(talk.latencies)})
            talk.latencies = []
    except Exception:
        pipe.send(traceback.format_exc())
