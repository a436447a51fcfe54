"""What an IRC client that asks for the latest of a room is shown, each message as it is now."""

import asyncio
import base64

from ..town import PASSWORD
from .irc_line import parse

CAPS = "message-tags server-time batch sasl draft/chathistory draft/message-redaction no-implicit-names"


async def read(port, username, channels):
    """By channel: number and first words of each message."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    secret = base64.b64encode(f"\0{username}\0{PASSWORD}".encode()).decode()
    for line in (f"CAP REQ :{CAPS}", f"NICK {username}", f"USER {username} 0 * :{username}", "AUTHENTICATE PLAIN",
                 f"AUTHENTICATE {secret}", "CAP END"):
        writer.write((line + "\r\n").encode())
    found = {}
    for channel in channels:
        page = await ask(reader, writer, f"CHATHISTORY LATEST {channel} * 200")
        # What is longer than a line comes as several, of which the first has the number.
        found[channel] = [{"seq": line.place[1], "starts": line.parameters[1][:100]}
                          for line in page if line.place and line.command == "PRIVMSG"]
    writer.close()
    return found


async def ask(reader, writer, command):
    """The lines of the batch that is the answer."""
    writer.write((command + "\r\n").encode())
    lines, batch = [], None
    while text := await reader.readline():
        line = parse(text.decode().rstrip("\r\n"))
        if line.command == "PING":
            writer.write(f"PONG :{line.parameters[-1]}\r\n".encode())
        elif line.command == "BATCH" and line.parameters[0].startswith("+"):
            batch = line.parameters[0][1:]
        elif line.command == "BATCH":
            return lines
        elif line.command in ("403", "442", "FAIL"):
            raise ConnectionError(f"{command} was answered: {text.decode()}")
        elif batch and line.tags.get("batch") == batch:
            lines.append(line)
    raise ConnectionError(f"the server closed while it answered {command}")
