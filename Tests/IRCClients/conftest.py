"""What every test may ask for: a server with an IRC door, people with accounts, IRC clients. See README.md."""

import pathlib
import socket

import pytest
from harness.account import PASSWORD, Account
from harness.server import Server

from clients.irssi import Irssi
from clients.weechat import Weechat

ROOT = pathlib.Path(__file__).resolve().parents[2]
CLIENTS = {"weechat": Weechat, "irssi": Irssi}


def pytest_addoption(parser):
    parser.addoption("--roost", default=str(ROOT / ".build" / "debug" / "roost"), help="the program")


@pytest.fixture(params=CLIENTS)
def kind(request):
    """Which client a test is about."""
    return request.param


@pytest.fixture
def town(pytestconfig, tmp_path):
    town = Town(pytestconfig.getoption("roost"), tmp_path)
    yield town
    town.close()


class Town:
    """A server, ada who owns it, and whoever a test names."""

    def __init__(self, program, folder):
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.folder = folder
        self.server = Server(program, options=["--irc", f"127.0.0.1:{self.port}"]).start()
        self.accounts = {}
        self.clients = []
        self.account("ada")

    def account(self, username):
        if username not in self.accounts:
            code = None if self.accounts else self.server.code
            self.accounts[username] = Account(self.server, username, code=code)
        return self.accounts[username]

    def client(self, kind, username, secret=PASSWORD):
        """Somebody at an IRC client, logged in or on the way to it."""
        self.account(username)
        folder = self.folder / f"{len(self.clients)}-{kind}"
        self.clients.append(CLIENTS[kind](folder, self.port, username, secret))
        return self.clients[-1]

    def close(self):
        for client in self.clients:
            client.close()
        self.server.close()
