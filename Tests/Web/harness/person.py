"""Somebody at a browser: an account, a browser context, and the gestures that most tests share."""

from playwright.sync_api import expect

from .account import PASSWORD

DESK = {"width": 1280, "height": 800}
PHONE = {"width": 360, "height": 740}


class Person:
    def __init__(self, browser, server, account, faults, **context):
        self.server = server
        self.account = account
        self.faults = faults
        options = {"viewport": DESK, "locale": "en-GB", "timezone_id": "Europe/Vienna", **context}
        self.context = browser.new_context(base_url=server.url, **options)
        faults.watch(self.context)
        self.page = self.context.new_page()

    def __getattr__(self, name):
        """A person's page is his voice: `ada.get_by_role(…)`."""
        return getattr(self.page, name)

    def enter(self, address="#/"):
        """Logs in without the form, which has tests of its own, and opens the page."""
        answer = self.context.request.post(
            "/v1/sessions", headers={"Origin": self.server.url},
            data={"login": self.account.username, "password": PASSWORD, "cookie": True})
        assert answer.ok, answer.text()
        self.at(address)
        expect(self.sidebar).to_be_attached()
        return self

    def at(self, address):
        self.page.goto("/" + address)
        return self

    def another_tab(self, address="#/"):
        page = self.context.new_page()
        page.goto("/" + address)
        return page

    # Places

    @property
    def main(self):
        return self.page.get_by_role("main")

    @property
    def sidebar(self):
        return self.page.locator(".shell > .side")

    @property
    def panel(self):
        """What stands at the side: a thread, a profile, a room's settings."""
        return self.page.locator(".shell > .panel")

    @property
    def dialog(self):
        return self.page.get_by_role("dialog")

    @property
    def toast(self):
        return self.page.get_by_role("status").filter(has=self.page.get_by_role("button"))

    # The room

    @property
    def composer(self):
        return self.main.get_by_role("textbox")

    def write(self, text):
        self.composer.fill(text)
        self.composer.press("Enter")
        return self

    def message(self, text, within=None):
        """The message that says so: not one that quotes it."""
        place = within or self.main
        return place.get_by_role("article").filter(has=place.page.locator(".text", has_text=text))

    def pending(self, text):
        """A message that is on its way."""
        return self.main.get_by_role("group", name="Not yet sent").get_by_text(text)

    def sees(self, text, within=None):
        """Waits until it is there, once."""
        expect(self.message(text, within)).to_have_count(1)
        return self.message(text, within)

    def sees_no(self, text):
        expect(self.message(text)).to_have_count(0)

    def do(self, text, action, within=None):
        """Does something with a message, by its menu."""
        message = self.sees(text, within)
        message.hover()
        message.get_by_role("button", name="More", exact=True).click()
        self.choose(action)
        return message

    def choose(self, item):
        """Chooses from the open menu."""
        self.page.get_by_role("menu").get_by_role("menuitem", name=item, exact=True).click()

    def press(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)
        return self

    def close(self):
        self.context.close()
