"""ngircd: one process of one thread.

It takes but a few commands of a client each second whatever it is told, so its deliveries a second are no measure.
"""

from peers.peer import Peer, program


class Ngircd(Peer):
    name, title, protocol = "ngircd", "ngircd", "IRC"
    packages = ["ngircd"]
    # Its backlog is 10.
    load = ["--target", "irc", "--open-at-once", "8"]
    joins_slowly = True

    def command(self):
        return [program("ngircd"), "--nodaemon", "--config", self.folder / self.file]

    def configuration(self):
        return f"""
[Global]
Name = irc.bench.example
Info = Benchmark
Listen = 127.0.0.1
Ports = {self.port}
MotdPhrase = Benchmark
[Limits]
MaxConnections = 0
MaxConnectionsIP = 0
MaxJoins = 0
MaxNickLength = 20
MaxPenaltyTime = 0
PingTimeout = 600
PongTimeout = 300
[Options]
DNS = no
Ident = no
PAM = no
"""
