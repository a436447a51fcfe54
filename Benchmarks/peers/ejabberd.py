"""ejabberd: rooms with their archive (mod_mam) in SQLite, as it recommends; a process of Erlang's, and the two that it
starts.

It runs as a node without a name, so that no port mapper (epmd) is started, which would outlive it.
"""

import contextlib
import os
import pathlib
import sqlite3

from peers.peer import Peer, program

SCHEMA = pathlib.Path("/usr/share/ejabberd/sql/lite.sql")
LIBRARIES = pathlib.Path("/usr/lib") / f"{os.uname().machine}-linux-gnu"


class Ejabberd(Peer):
    name, title, protocol = "ejabberd", "ejabberd", "XMPP"
    keeps = "everything, in SQLite, a synced transaction for each message"
    packages = ["ejabberd", "erlang-p1-sqlite3"]
    units = ["epmd.service", "epmd.socket"]
    file = "conf.yml"
    load = ["--target", "xmpp"]

    def __init__(self, folder, cores):
        super().__init__(folder, cores)
        with contextlib.closing(sqlite3.connect(folder / "archive.db")) as archive:
            archive.executescript(SCHEMA.read_text())

    def command(self):
        # As ejabberdctl starts it, but for the name.
        return [program("erl"), "+K", "true", "+P", "250000", "-noinput", "-mnesia", "dir", f'"{self.folder}/mnesia"',
                "-s", "ejabberd"]

    def environment(self):
        return {"EJABBERD_CONFIG_PATH": str(self.folder / self.file), "ERL_MAX_PORTS": "32000", "ERL_MAX_ETS_TABLES": "1400",
                "EJABBERD_LOG_PATH": str(self.folder / "ejabberd.log"), "ERL_LIBS": str(LIBRARIES),
                "ERL_CRASH_DUMP": str(self.folder / "crash"), "HOME": str(self.folder)}

    def configuration(self):
        return f"""
hosts: ["bench.example"]
loglevel: warning
listen:
  - port: {self.port}
    ip: "127.0.0.1"
    module: ejabberd_c2s
    backlog: 4096
    max_stanza_size: infinity
    max_fsm_queue: 10000000
    shaper: none
auth_method: anonymous
anonymous_protocol: sasl_anon
allow_multiple_connections: true
max_fsm_queue: 10000000
sql_type: sqlite
sql_database: "{self.folder}/archive.db"
modules:
  mod_mam:
    db_type: sql
    default: always
  mod_muc:
    host: "rooms.bench.example"
    access: all
    access_create: all
    history_size: 0
    max_users: 10000
    max_user_conferences: 100
    user_message_shaper: none
    user_presence_shaper: none
    default_room_options:
      mam: true
      persistent: true
      max_users: 10000
      presence_broadcast: []
"""
