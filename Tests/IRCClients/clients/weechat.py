"""WeeChat without a screen. What it shows is asked for over its relay, which is there for other user interfaces."""

import os
import re
import subprocess

from .client import ROLES, Client
from .condition import eventually
from .relay import Relay

# Debian 12 has WeeChat 3.8, whose options for TLS are named ssl.
CONFIGURATION = """
[server]
roost.addresses = "127.0.0.1/{port}"
roost.{tls} = off
roost.nicks = "{nick}"
roost.username = "{nick}"
roost.sasl_mechanism = plain
roost.sasl_username = "{nick}"
roost.sasl_password = "{secret}"
roost.sasl_fail = continue
roost.autoconnect = on
roost.autoreconnect_delay = 1
roost.anti_flood_prio_high = 0
roost.anti_flood_prio_low = 0
roost.anti_flood = 0
"""


class Weechat(Client):
    LOST = "irc: disconnected from server"

    def __init__(self, folder, port, nick, secret):
        self.nick = nick
        self.folder = folder
        folder.mkdir()
        version = subprocess.run(["weechat-headless", "--version"], capture_output=True, text=True, check=True).stdout
        tls = "ssl" if int(version.split(".")[0]) < 4 else "tls"
        configuration = CONFIGURATION.format(port=port, nick=nick, secret=secret, tls=tls)
        (folder / "irc.conf").write_text(configuration.replace("roost.sasl_mechanism = plain","") if not secret else configuration)
        (folder / "relay.conf").write_text(
            f'[network]\nallow_empty_password = on\n[port]\nunix.weechat = "{folder}/relay"\n'
            f'[path]\nunix.weechat = "{folder}/relay"\n')
        self.process = subprocess.Popen(
            ["weechat-headless", "--dir", folder], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, env={**os.environ, "LANG": "C.UTF-8"})
        eventually("WeeChat's relay", (folder / "relay").exists)
        self.relay = Relay(folder / "relay")

    # What a person types.

    def type(self, text, where=None):
        """Types a line into a channel's or a person's buffer, or into the server's."""
        self.relay.say(f"input {self.buffer(where)} {text}")

    def buffer(self, where):
        return f"irc.roost.{where}" if where else "irc.server.roost"

    def buffers(self):
        """By the names of the windows."""
        items, = self.relay.ask("hdata buffer:gui_buffers(*) full_name,title")
        server = self.buffer(None)
        return {
            None if name == server else name.removeprefix("irc.roost."): item
            for item in items if (name := item["full_name"]) == server or name.startswith("irc.roost.")}

    def completed(self, text, where):
        """What a Tab behind the text makes of it."""
        found, = self.relay.ask(f"completion {self.buffer(where)} -1 {text}")
        answer = found[0]
        return [text[:answer["pos_start"]] + word for word in answer["list"]]

    # What a person sees.

    def has(self, where):
        return where in self.buffers()

    def is_member(self, channel):
        return self.nick in {nick.lstrip(ROLES) for nick in self.nicks(channel)}

    def lines(self, where=None):
        """What the window shows, oldest first: (who, text)."""
        if not (buffer := self.buffers().get(where)):
            return []
        items, = self.relay.ask(
            f"hdata buffer:0x{buffer['pointer']}/own_lines/last_line(-500)/data prefix,message")
        return [(plain(item["prefix"]).strip(ROLES), plain(item["message"])) for item in reversed(items)]

    def nicks(self, channel):
        """Each behind what shows its role."""
        items, = self.relay.ask(f"nicklist {self.buffer(channel)}")
        return {item["prefix"].strip() + item["name"] for item in items if item["visible"] and not item["group"]}

    def topic(self, channel):
        buffer = self.buffers().get(channel)
        return plain(buffer["title"]) if buffer else ""

    def close(self):
        self.relay.close()
        self.process.terminate()
        self.process.wait(10)


def plain(text):
    """Without colours and attributes, which begin with one of four control characters."""
    return CODES.sub("", text or "")


CODES = re.compile(
    r"\x19(?:[F*][*!/_|%.]*(?:@\d{5}|\d\d)(?:[,~](?:@\d{5}|\d\d))?|B(?:@\d{5}|\d\d)|b[FDBl_#-]|E|\x1c|@\d{5}|\d\d)"
    r"|[\x1a\x1b][\x01-\x06*!/_|%.]?|\x1c")
