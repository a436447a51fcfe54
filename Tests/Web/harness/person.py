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
        return self.at(address)

    def at(self, address):
        self.page.goto("/" + address)
        return self

    def another_tab(self, address="#/"):
        page = self.context.new_page()
        page.goto("/" + address)
        return page

    # The room

    @property
    def composer(self):
        return self.page.get_by_role("textbox", name="Message")

    def write(self, text):
        self.composer.fill(text)
        self.composer.press("Enter")
        return self

    def message(self, text, page=None):
        """The one message that says so."""
        return (page or self.page).get_by_role("article").filter(has_text=text)

    def sees(self, text):
        expect(self.message(text)).to_have_count(1)
        return self.message(text)

    def sees_no(self, text):
        expect(self.message(text)).to_have_count(0)

    def close(self):
        self.context.close()
