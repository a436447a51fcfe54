"""The real `roost serve`, on a folder of its own: started, killed, started again, backed up and restored."""

import asyncio
import json
import re
import signal
import socket

# Costly passwords and the throttle are not what this is about; narrow limits are, so that a short run meets them.
SETTINGS = (
    "--registration open --password-operations 1 --password-memory 1 --login-failures 0 --rooms-per-account 0 "
    "--connections-per-address 0 --account-requests-per-second 0 --address-requests-per-second 0 "
    "--resume-events 1500 --outbound-bytes 65536 --tail-bytes 1048576 --slow-reader-timeout 6 "
    "--ping-interval 5 --pong-timeout 10 --offline-delay 1 --loops 2"
).split()
PATIENCE = 60
LOOPBACK = "127.0.0.1"


def free_ports():
    """Two that nobody has now."""
    with socket.create_server((LOOPBACK, 0)) as one, socket.create_server((LOOPBACK, 0)) as other:
        return one.getsockname()[1], other.getsockname()[1]


class DidNotStart(Exception):
    pass


class Server:
    def __init__(self, program, data, folder, address=LOOPBACK, before=(), environment=None):
        """`before` stands before the program on its command line; `environment` is its whole environment."""
        self.program, self.data, self.folder, self.address = str(program), data, folder, address
        self.before, self.environment = list(before), environment
        self.port, self.irc_port = free_ports() if address == LOOPBACK else (5000, 6667)
        self.code = None
        self.process = None
        self.lives = 0
        self.died = []
        # Those that we have ended.
        self._ended = set()

    @property
    def pid(self):
        return self.process.pid

    @property
    def is_running(self):
        return self.process is not None and self.process.returncode is None

    async def start(self):
        self.lives += 1
        with open(self.folder / "server.log", "ab") as log:
            self.process = await asyncio.create_subprocess_exec(
                *self.before, self.program, "serve", "--listen", f"{self.address}:{self.port}",
                "--irc", f"{self.address}:{self.irc_port}", "--data", self.data, *SETTINGS,
                stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE, stderr=log, env=self.environment)
        said = ""
        try:
            async with asyncio.timeout(PATIENCE):
                while "To stop:" not in said:
                    line = await self.process.stdout.readline()
                    if not line:
                        raise DidNotStart(f"The server did not start.\n{said}\n{self.log()[-2000:]}")
                    said += line.decode()
        except TimeoutError:
            raise DidNotStart(f"The server took more than {PATIENCE} s to start.\n{said}\n{self.log()[-2000:]}") from None
        code = re.search(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}\b", said)
        self.code = self.code or (code and code[0])
        asyncio.get_running_loop().create_task(self._watch(self.process))

    async def _watch(self, process):
        """Nobody but us may end it."""
        while await process.stdout.read(4096):
            pass
        code = await process.wait()
        if process not in self._ended:
            self.died.append(f"with exit code {code}: {self.log()[-1500:]}")

    async def kill(self):
        """As a power cut would: at once, and without a word."""
        self._ended.add(self.process)
        if self.is_running:
            self.process.send_signal(signal.SIGKILL)
        await self.process.wait()

    async def stop(self):
        """As whoever looks after it would. Gives the exit code."""
        self._ended.add(self.process)
        self.process.send_signal(signal.SIGTERM)
        try:
            async with asyncio.timeout(PATIENCE):
                return await self.process.wait()
        except TimeoutError:
            await self.kill()
            return f"none within {PATIENCE} s"

    async def run(self, *arguments):
        """Another command of the program, on the same data. Gives its exit code and what it said."""
        process = await asyncio.create_subprocess_exec(
            *self.before, self.program, *arguments, "--data", self.data, env=self.environment,
            stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT)
        said, _ = await process.communicate()
        return process.returncode, said.decode()

    async def doctor(self):
        """What it calls a problem, of the store itself."""
        _, said = await self.run("doctor", "--json", "--server", f"http://{self.address}:{self.port}")
        checks = json.loads(said.splitlines()[-1])["checks"]
        return [f"{check['name']}: {check['finding']}" for check in checks
                if check["status"] == "problem" and check["name"] in {"schema", "integrity", "logs", "store"}]

    def log(self):
        path = self.folder / "server.log"
        return path.read_text(errors="replace") if path.exists() else ""
