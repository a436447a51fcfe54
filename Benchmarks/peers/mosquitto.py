"""Mosquitto: one process of one thread."""

from peers.peer import Peer, program


class Mosquitto(Peer):
    name, title, protocol = "mosquitto", "Mosquitto", "MQTT, QoS 0"
    packages = ["mosquitto"]
    load = ["--target", "mqtt"]

    def command(self):
        return [program("mosquitto"), "-c", self.folder / self.file]

    def configuration(self):
        return f"""
listener {self.port} 127.0.0.1
allow_anonymous true
persistence false
max_connections -1
max_queued_messages 0
max_queued_bytes 0
max_inflight_messages 0
set_tcp_nodelay true
log_type error
log_dest stderr
"""
