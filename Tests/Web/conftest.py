"""What every test may ask for: a server, people with accounts, people at browsers. See README.md."""

import pathlib
import re
import shutil

import pytest
from playwright.sync_api import expect, sync_playwright

from harness.account import Account
from harness.faults import Faults
from harness.person import Person
from harness.server import Server
from harness.terminal import Terminal

ROOT = pathlib.Path(__file__).resolve().parents[2]
RESULTS = ROOT / ".build" / "web-results"


def pytest_addoption(parser):
    parser.addoption("--roost", default=str(ROOT / ".build" / "debug" / "roost"), help="the program")
    parser.addoption("--web-root", help="serve the page from this folder instead of the program")
    parser.addoption("--chromium", default="/usr/bin/chromium", help="the browser")
    parser.addoption("--patience", type=float, default=20, help="seconds until something does not happen any more")
    parser.addoption("--see", action="store_true", help="show the browser, slowly")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    if report.failed:
        item.has_failed = True
    return report


@pytest.fixture(scope="session")
def browser(pytestconfig):
    expect.set_options(timeout=pytestconfig.getoption("patience") * 1000)
    see = pytestconfig.getoption("see")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=pytestconfig.getoption("chromium"), headless=not see, slow_mo=300 if see else 0,
            # Chromium refuses to run as root with its sandbox. Precise figures of the heap are for the budgets.
            args=["--no-sandbox", "--enable-precise-memory-info"])
        yield browser
        browser.close()


@pytest.fixture
def make_server(pytestconfig):
    """Starts a server; `options` are those of `roost serve`."""
    servers = []

    def make(*options, address="127.0.0.1"):
        web_root = pytestconfig.getoption("web_root")
        servers.append(Server(pytestconfig.getoption("roost"), web_root and ROOT / web_root, address, options))
        return servers[-1].start()

    yield make
    for server in servers:
        server.close()


@pytest.fixture
def world(request, browser, make_server):
    """A server with the accounts, the browsers and the terminals of one test. Nothing starts before it is needed."""
    options = request.config.option
    world = World(browser, make_server, options.roost, options.patience * 1000)
    yield world
    failed = getattr(request.node, "has_failed", False)
    faults = world.faults.found
    folder = RESULTS / re.sub(r"[^\w.-]+", "_", request.node.name)
    shutil.rmtree(folder, ignore_errors=True)
    if failed or faults:
        world.keep(folder)
    world.close()
    assert not faults or failed, "The page had faults:\n" + "\n".join(faults)


class World:
    def __init__(self, browser, make_server, program, patience):
        self.patience = patience
        self.browser = browser
        self.program = program
        self.make_server = make_server
        self.faults = Faults()
        self.people = []
        self.terminals = []
        self.accounts = {}
        self._server = None

    @property
    def server(self):
        self._server = self._server or self.make_server()
        return self._server

    def serve(self, *options, **more):
        """Starts the server with options, instead of as it comes."""
        assert self._server is None
        self._server = self.make_server(*options, **more)
        return self._server

    def account(self, username, name=None):
        """Somebody's account. The first one is the owner."""
        if username not in self.accounts:
            code = None if self.accounts else self.server.code
            self.accounts[username] = Account(self.server, username, name, code)
        return self.accounts[username]

    def person(self, username, address="#/", **context):
        """Somebody at a browser, logged in."""
        return self.stranger(self.account(username), **context).enter(address)

    def stranger(self, account=None, **context):
        """Somebody at a browser who has not logged in."""
        self.people.append(Person(self.browser, self.server, account, self.faults, **context))
        self.people[-1].page.set_default_timeout(self.patience)
        return self.people[-1]

    def terminal(self, username, room):
        self.terminals.append(Terminal(self.program, self.server, username, room))
        return self.terminals[-1]

    def keep(self, folder):
        """For whoever asks why a test failed."""
        folder.mkdir(parents=True, exist_ok=True)
        for number, person in enumerate(self.people):
            name = f"{number}-{person.account.username if person.account else 'stranger'}"
            for tab, page in enumerate(person.context.pages):
                page.screenshot(path=folder / f"{name}-{tab}.png")
        (folder / "console.txt").write_text("\n".join(self.faults.console))
        if self._server:
            (folder / "server.txt").write_text(self._server.log())

    def close(self):
        for terminal in self.terminals:
            terminal.close()
        for person in self.people:
            person.close()
