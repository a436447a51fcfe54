"""Servers that say odd things: `load` must end by itself, whatever comes, and never by a signal. Part of the smoke run."""

import os
import random
import socket
import subprocess
import threading

from bench import say

TEXT = b"0" * 32  # The stamp of the first client, who is the sender.


def frame(text):
    """Of a WebSocket."""
    return bytes([0x81, len(text)]) + text


# What lets a client in, and after what it says to that; then what may follow.
SAYINGS = {
    "floor": [[], b"\0\x20" + TEXT, b"\0\5hello", b"\xff\xff"],
    "redis": [[b"%1\r\n$6\r\nserver\r\n$5\r\nredis\r\n>3\r\n$9\r\nsubscribe\r\n$5\r\nroom1\r\n:1\r\n"],
              b">3\r\n$7\r\nmessage\r\n$5\r\nroom1\r\n$32\r\n" + TEXT + b"\r\n", b"$-1\r\n", b"*-1\r\n", b"*999999999\r\n",
              b"$99999999999999999999\r\n", b"*1\r\n" * 20, b">0\r\n", b"\r\n", b"$\r\n"],
    "nats": [[b"INFO {}\r\nPONG\r\n"], b"MSG room1 1 32\r\n" + TEXT + b"\r\n", b"MSG\r\n", b"MSG a b -1\r\n",
             b"MSG a b 99999999999999999999\r\n", b"\n\n\n", b"PING\r\n"],
    "mqtt": [[b"\x20\2\0\0\x90\3\0\1\0"], b"\x30\x27\0\5room1" + TEXT, b"\x30\0", b"\x30\2\xff\xff",
             b"\x30\xff\xff\xff\xff\xff", b"\x90\0", b"\x20\0"],
    "xmpp": [[b"<?xml version='1.0'?><stream:stream><stream:features/><success/><stream:features/>",
              b"<iq><jid>a@b/c</jid></iq><message><subject/></message>"],
             b"<message><body>" + TEXT + b"</body></message>", b"</a></b>", b"<<<>>>",
             b"<a b='", b"</", b"<>", b"</>", b"<a/>"],
    "irc": [[b":s 001 person1 :hello\r\n", b":s 366 person1 #everyone :end\r\nPONG settled\r\n"],
            b"@msgid=1-9223372036854775807-1 :a PRIVMSG #everyone :" + TEXT + b"\r\n", b"\n", b"@\r\n", b":\r\n",
            b"@msgid=\r\n", b"PRIVMSG\r\n"],
    "roost": [[b'HTTP/1.1 200 OK\r\nContent-Length: 13\r\n\r\n{"token":"a"}', b"HTTP/1.1 101 Switching\r\n\r\n",
               frame(b'{"op":"caught_up","seq":1}')],
              2 * frame(b'{"op":"event","room":1,"seq":9223372036854775807,"text":"a"}'),
              frame(b'{"op":"event","room":1,"seq":0}'), b"\x81\x7f\xff\xff\xff\xff\xff\xff\xff\xff", b"\x81\x7e\0",
              b"\x89\0", b"\x88\0", b"HTTP/1.1 200 OK\r\n\r\n"],
}


def check(tools, times=12):
    """Ends with an error if `load` was ended by a signal. The same each time, from seeds."""
    for target, sayings in SAYINGS.items():
        for seed in range(times):
            with socket.create_server(("127.0.0.1", 0)) as server:
                answering = threading.Thread(target=answer, args=(server, random.Random(f"{target} {seed}"), sayings))
                answering.start()
                done = subprocess.run(
                    [tools["load"], "--target", target, "--port", str(server.getsockname()[1]), "--server-pid",
                     str(os.getpid()), "--people", "2", "--text-bytes", "32", "--open-within", "2", "--warm-up", "0",
                     "--seconds", "0.1"], capture_output=True, text=True, timeout=60)
                answering.join()
            if done.returncode not in (0, 1):
                raise SystemExit(
                    f"bench: load --target {target}, seed {seed}: ended by {done.returncode}: {done.stderr[:300]}")
    say("nothing odd that a server says ends the load by a signal")


def answer(server, source, sayings):
    """Lets the first client in, nearly always; then says odd things, in pieces, and hangs up."""
    with server.accept()[0] as client:
        client.settimeout(5)
        try:
            for opening in sayings[0] if source.random() < 0.8 else []:
                client.recv(4096)
                client.sendall(opening)
            for _ in range(source.randint(1, 8)):
                text = bytearray(source.choice(sayings[1:]))
                for _ in range(source.choice([0, 0, 1, 3])):
                    text[source.randrange(len(text))] = source.choice([source.randrange(256), 0, 255, 13, 10, 60, 62])
                cut = source.randint(0, len(text))
                client.sendall(text[:cut])
                client.sendall(text[cut:])
        except OSError:
            pass  # The load has given up already.
