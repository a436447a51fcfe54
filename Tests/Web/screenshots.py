"""Takes the README's pictures of a small village. `scripts/screenshots` runs it."""

import argparse
import pathlib

from harness.faults import Faults
from harness.look import settled
from harness.person import DESK, PHONE, Person
from harness.server import Server
from harness.village import Village
from playwright.sync_api import expect, sync_playwright

ROOT = pathlib.Path(__file__).resolve().parents[2]
LARGEST = 150 * 1024


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--roost", default=str(ROOT / ".build" / "release" / "roost"))
    parser.add_argument("--web-root")
    parser.add_argument("--chromium", default="/usr/bin/chromium")
    parser.add_argument("--into", type=pathlib.Path, default=ROOT / "docs" / "screenshots")
    options = parser.parse_args()
    options.into.mkdir(parents=True, exist_ok=True)
    server = Server(options.roost, options.web_root, options=["--server-name", "Harbour"]).start()
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=options.chromium, args=["--no-sandbox"])
            Photographer(browser, server, options.into).take_all()
            browser.close()
    finally:
        server.close()


class Photographer:
    def __init__(self, browser, server, into):
        self.browser, self.server, self.into = browser, server, into
        self.village = Village(server)

    def take_all(self):
        kitchen, thread = self.village.rooms["kitchen"], self.village.thread
        room = f"#/rooms/{kitchen}"
        self.take("room-light", "ada", room, "Which cake for Sunday?")
        self.take("room-dark", "ada", room, "Which cake for Sunday?", color_scheme="dark")
        self.take("phone", "ben", room, "Which cake for Sunday?", viewport=PHONE)
        self.take("thread", "chidi", f"{room}/thread/{thread}", "For science!")
        self.take("search", "ada", "#/search?q=plum", "plum cake")
        self.take("admin", "ada", "#/admin/people", "Ben Okafor")

    def take(self, name, who, address, text, viewport=DESK, **context):
        faults = Faults()
        person = Person(self.browser, self.server, self.village.people[who], faults, viewport=viewport, **context)
        person.enter(address)
        expect(person.get_by_text(text).last).to_be_visible()
        person.wait_for_load_state("networkidle")
        settled(person.page)
        path = self.into / f"{name}.png"
        person.screenshot(path=path)
        person.close()
        if faults.found:
            raise SystemExit(f"screenshots: {name}: " + "; ".join(faults.found))
        if path.stat().st_size > LARGEST:
            raise SystemExit(f"screenshots: {path} has {path.stat().st_size} bytes, more than {LARGEST}")
        print(path)


if __name__ == "__main__":
    main()
