"""A TCP proxy between clients and server that cuts, halves, holds up and deafens connections."""

import asyncio
import random
import socket

CHUNK = 16384


class Link:
    """One connection through the proxy: two pumps."""

    def __init__(self, proxy, client, server):
        self._proxy = proxy
        self._ends = {"up": (client[0], server[1]), "down": (server[0], client[1])}
        self.is_open = {"up": asyncio.Event(), "down": asyncio.Event()}
        for door in self.is_open.values():
            door.set()
        # The direction in which the next chunk is delivered by half.
        self.halves = None

    async def run(self):
        pumps = [asyncio.create_task(self._pump(way)) for way in self._ends]
        await asyncio.wait(pumps, return_when=asyncio.FIRST_COMPLETED)
        for pump in pumps:
            pump.cancel()
        self.cut()

    async def _pump(self, way):
        reader, writer = self._ends[way]
        try:
            while chunk := await reader.read(CHUNK):
                await self.is_open[way].wait()
                if self._proxy.delay:
                    await asyncio.sleep(self._proxy.random.uniform(0, self._proxy.delay))
                if self.halves == way:
                    writer.write(chunk[:len(chunk) // 2])
                    await writer.drain()
                    return
                writer.write(chunk)
                await writer.drain()
        except OSError:
            return

    def cut(self):
        for _, writer in self._ends.values():
            writer.transport.abort()


class Proxy:
    """One door of the server. `target` gives the address and port that it has now."""

    def __init__(self, target, seed):
        self._target = target
        self.random = random.Random(seed)
        self.links = set()
        self.is_shut = False
        # Seconds, at most, that each chunk is held up.
        self.delay = 0
        self._server = None

    async def start(self):
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", 0, limit=CHUNK)
        return self

    @property
    def port(self):
        return self._server.sockets[0].getsockname()[1]

    async def _accept(self, reader, writer):
        if self.is_shut:
            return writer.transport.abort()
        try:
            # Little room, so that who does not read is noticed by the server.
            out = socket.socket()
            out.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, CHUNK)
            out.setblocking(False)
            await asyncio.get_running_loop().sock_connect(out, self._target())
            server = await asyncio.open_connection(sock=out, limit=CHUNK)
        except OSError:
            out.close()
            return writer.transport.abort()
        for end in (writer, server[1]):
            end.transport.set_write_buffer_limits(CHUNK)
        link = Link(self, (reader, writer), server)
        self.links.add(link)
        try:
            await link.run()
        finally:
            self.links.discard(link)

    def some(self, random, share):
        """A share of the connections that there are, one at least."""
        links = sorted(self.links, key=id)
        return random.sample(links, max(1, round(len(links) * share))) if links else []

    def shut(self):
        """Cuts all, and lets nobody in until `open`."""
        self.is_shut = True
        for link in list(self.links):
            link.cut()

    def open(self):
        self.is_shut = False

    def close(self):
        if self._server:
            self._server.close()
        self.shut()
