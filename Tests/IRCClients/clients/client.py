"""What both clients are asked. A window is a channel's (`#kitchen`), a person's (`ada`) or the server's (None)."""

from .condition import eventually

# What stands before a nick for its bearer's role.
ROLES = "~&@%+ "


class Client:
    """Each has `type`, `completed`, `has`, `is_member`, `lines`, `nicks`, `topic` and `close` of its own."""

    nick = ""

    def sees(self, text, where=None, by=None):
        """Waits until the window has the text, said by somebody or anyhow. Who does something is `*`."""
        eventually(
            lambda: f"{text!r} by {by} in {where}; {self.nick} sees {self.lines(where)[-20:]}",
            lambda: any(text in said and by in (None, who) for who, said in self.lines(where)))

    def is_in(self, channel):
        eventually(
            lambda: f"{self.nick} in {channel}; the server said {self.lines()[-20:]}",
            lambda: self.has(channel) and self.is_member(channel))

    def is_out_of(self, channel):
        eventually(
            lambda: f"{self.nick} out of {channel}: {self.lines(channel)[-20:]}",
            lambda: not self.has(channel) or not self.is_member(channel))

    def is_off_line(self):
        eventually("the connection to end", lambda: any(self.LOST in said for _, said in self.lines()))
