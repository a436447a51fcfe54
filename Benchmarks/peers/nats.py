"""NATS: one process, as many threads as Go wants."""

from peers.peer import Peer, program


class NATS(Peer):
    name, title, protocol = "nats", "NATS", "NATS"
    packages = ["nats-server"]
    load = ["--target", "nats"]

    def command(self):
        return [program("nats-server"), "--config", self.folder / self.file]

    def configuration(self):
        return f"""
listen: "127.0.0.1:{self.port}"
max_connections: 20000
max_pending: 1GB
write_deadline: "60s"
ping_interval: "10m"
"""
