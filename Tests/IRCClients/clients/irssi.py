"""irssi on a screen of tmux's: keys go in, and what stands on the screen is read."""

import re
import subprocess

from .client import ROLES, Client
from .condition import eventually

CONFIGURATION = """
servers = ( {{ address = "127.0.0.1"; port = "{port}"; chatnet = "roost"; autoconnect = "yes"; use_tls = "no"; }} );
chatnets = {{
  roost = {{
    type = "IRC"; nick = "{nick}"; username = "{nick}"; realname = "{nick}"; {sasl}
    cmdmax = "100"; cmdspeed = "1";
  }};
}};
settings = {{
  core = {{ real_name = "{nick}"; user_name = "{nick}"; nick = "{nick}"; server_reconnect_time = "1s"; }};
  "fe-common/core" = {{ use_status_window = "yes"; use_msgs_window = "no"; beep_msg_level = "NONE"; }};
}};
"""
SASL = 'sasl_mechanism = "PLAIN"; sasl_username = "{nick}"; sasl_password = "{secret}";'
SERVER = "(status)"
# So large that everything that the tests say is on the screen, and no line is broken.
COLUMNS, ROWS = 1000, 100
# "<@ben> hello", " * ben waves", "-!- ben has joined".
LINE = re.compile(r"\d\d:\d\d(?: <([^>]+)> (.*)|  (\*) (.*)| (-!-) (.*))")


class Irssi(Client):
    LOST = "Connection lost to"

    def __init__(self, folder, port, nick, secret):
        self.nick = nick
        folder.mkdir()
        (folder / "config").write_text(CONFIGURATION.format(
            port=port, nick=nick, sasl=SASL.format(nick=nick, secret=secret) if secret else ""))
        self.socket = folder / "tmux"
        self.tmux(
            "-u", "-f", "/dev/null", "new-session", "-d", "-x", str(COLUMNS), "-y", str(ROWS),
            f"env LANG=C.UTF-8 TERM=screen-256color irssi --home={folder}")
        eventually("irssi's screen", lambda: "[Act" in self.screen() or "[(status)" in self.screen())

    def tmux(self, *arguments):
        done = subprocess.run(["tmux", "-S", self.socket, *arguments], capture_output=True, text=True)
        if done.returncode != 0:
            raise AssertionError(f"tmux: {done.stderr}")
        return done.stdout

    # What a person types.

    def type(self, text, where=None):
        """Types a line into a channel's or a person's window, or into the server's."""
        self.show(where)
        self.enter(text)

    def enter(self, text):
        self.tmux("send-keys", "-l", text)
        self.tmux("send-keys", "Enter")

    def show(self, where):
        """Brings a window to the front."""
        eventually(lambda: f"a window {where} in irssi, which shows:\n{squeezed(self.screen())}", lambda: self.has(where))

    def has(self, where):
        """Whether there is such a window; then it is in front."""
        wanted = where or SERVER
        if self.input_line()[0] == wanted:
            return True
        self.enter(f"/window goto {wanted}")
        # What is typed behind it shows that it was done.
        self.tmux("send-keys", "-l", "done?")
        eventually("irssi to take keys", lambda: self.input_line()[1] == "done?")
        self.tmux("send-keys", "C-u")
        eventually("irssi to take keys", lambda: self.input_line()[1] == "")
        return self.input_line()[0] == wanted

    def completed(self, text, where):
        """What a Tab behind the text makes of it."""
        self.show(where)
        self.tmux("send-keys", "-l", text)
        self.tmux("send-keys", "Tab")
        eventually(f"a completion of {text}", lambda: self.input_line()[1] not in ("", text))
        _, completed = self.input_line()
        self.tmux("send-keys", "C-u")
        return [completed + " "]

    # What a person sees.

    def screen(self):
        return self.tmux("capture-pane", "-p")

    def input_line(self):
        """The name of the window that is shown, and what is typed."""
        line = self.screen().split("\n")[ROWS - 1]
        # A channel that one was put out of has no name any more.
        name, _, typed = line[1:].partition("]") if line.startswith("[") else ("", "", line)
        return name, typed.strip()

    def is_member(self, channel):
        """By what was last told of it."""
        coming = [text for who, text in self.lines(channel) if who == "-!-" and text.startswith(f"{self.nick} ")]
        return bool(coming) and " has joined " in coming[-1]

    def lines(self, where=None):
        """What the window shows, oldest first: (who, text)."""
        self.show(where)
        found = (LINE.match(line) for line in self.screen().split("\n"))
        groups = ([group for group in match.groups() if group is not None] for match in found if match)
        return [(who.strip(ROLES), text.rstrip()) for who, text in groups]

    def nicks(self, channel):
        """Each behind what shows its role."""
        self.show(channel)
        before = self.screen().count(f"{channel}: Total of")
        self.enter("/names")
        eventually("the list of names", lambda: self.screen().count(f"{channel}: Total of") > before)
        names = self.screen().rpartition("[Users")[2].partition("Total of")[0]
        return {role.strip() + name for role, name in re.findall(r"\[([ ~&@%+]*)([^]\s]+)\s*\]", names)}

    def topic(self, channel):
        self.show(channel)
        return self.screen().split("\n")[0].strip()

    def close(self):
        subprocess.run(["tmux", "-S", self.socket, "kill-server"], capture_output=True)


def squeezed(screen):
    return "\n".join(line.rstrip() for line in screen.split("\n") if line.strip())
