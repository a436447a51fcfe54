"""Prosody: rooms with their archive (mod_muc_mam) in its own files; one process of one thread."""

from peers.peer import Peer, program


class Prosody(Peer):
    name, title, protocol = "prosody", "Prosody", "XMPP"
    keeps = "everything, in files that it does not sync"
    packages = ["prosody"]
    file = "conf.cfg.lua"
    load = ["--target", "xmpp"]
    joins_slowly = True

    def command(self):
        return [program("prosody"), "-F", "--config", self.folder / self.file]

    def configuration(self):
        # Its cache of rooms must hold them all, and its archive forgets nothing.
        return f"""
run_as_root = true
data_path = "{self.folder}"
pidfile = "{self.folder}/pid"
log = {{ warn = "{self.folder}/prosody.log" }}
interfaces = {{ "127.0.0.1" }}
c2s_ports = {{ {self.port} }}
c2s_direct_tls_ports = {{}}
s2s_ports = {{}}
network_backend = "epoll"
network_settings = {{ tcp_backlog = 4096, read_timeout = 3600 }}
modules_enabled = {{ "saslauth" }}
modules_disabled = {{ "s2s", "s2s_auth_certs", "tls", "offline" }}
c2s_require_encryption = false
authentication = "anonymous"
storage = "internal"
storage_archive_item_limit = 1000000000

VirtualHost "bench.example"

Component "rooms.bench.example" "muc"
    modules_enabled = {{ "muc_mam" }}
    muc_log_by_default = true
    muc_room_default_persistent = true
    muc_room_locking = false
    muc_room_cache_size = 1000
    muc_room_default_presence_broadcast = {{ visitor = false, participant = false, moderator = false }}
    muc_room_default_history_length = 0
    max_history_messages = 0
"""
