"""Redis, to publish and subscribe: one process, whose one thread does it all."""

from peers.peer import Peer, program


class Redis(Peer):
    name, title, protocol = "redis", "Redis", "RESP3"
    packages = ["redis-server"]
    load = ["--target", "redis"]

    def command(self):
        return [program("redis-server"), self.folder / self.file]

    def configuration(self):
        return f"""
bind 127.0.0.1
port {self.port}
dir {self.folder}
daemonize no
save ""
appendonly no
maxclients 20000
tcp-backlog 4096
client-output-buffer-limit normal 0 0 0
client-output-buffer-limit pubsub 0 0 0
"""
