"""For everyone: axe against WCAG 2.2 AA on every screen, and nothing to scroll sideways however narrow the page is."""

import pytest
from harness.look import overflow, violations
from harness.person import DESK, PHONE
from harness.screens import screens, visit
from harness.village import Village
from playwright.sync_api import expect

NARROW = {"width": 320, "height": 640}
# 1280 px, seen at 200 %.
ZOOMED = {"width": 640, "height": 400}
PARTS = 3
# In another language what opens them is called otherwise.
OPENED_BY_NAME = ("message menu", "room menu", "emoji picker", "poll dialog")


def look(page, size, scheme="light"):
    page.set_viewport_size(size)
    page.emulate_media(color_scheme=scheme)


def faults(page, name):
    """All rules in light, on the desk and on the phone; in dark what depends on colours. Then the narrow pages."""
    found = []
    for size, where in ((DESK, "desk"), (PHONE, "phone")):
        for scheme, rules in (("light", None), ("dark", ["color-contrast"])):
            look(page, size, scheme)
            found += [f"{name}, {scheme}, {where}: {each}" for each in violations(page, rules)]
    return found + [f"{name}, {each}" for each in too_wide(page)]


def too_wide(page):
    found = []
    for size in (PHONE, NARROW, ZOOMED):
        look(page, size)
        found += [f"{size['width']} px: {each}" for each in overflow(page)]
    look(page, DESK)
    return found


def at_screens(world, locale, judge, part=0, parts=1):
    village = Village(world.server)
    world.accounts.update(village.people)
    person = world.person("ada", locale=locale)
    found = []
    for name, address, opened in screens(village)[part::parts]:
        if locale.startswith("en") or name not in OPENED_BY_NAME:
            visit(person, address, opened)
            found += judge(person.page, name)
    assert not found, "\n".join(found)


@pytest.mark.parametrize("part", range(PARTS))
def test_every_screen(world, part):
    at_screens(world, "en-GB", faults, part, PARTS)


def test_right_to_left(world):
    def judge(page, name):
        return [f"{name}: {each}" for each in violations(page) + too_wide(page)]

    at_screens(world, "ar", judge)


def test_long_words(world):
    """German has the longest."""
    at_screens(world, "de", lambda page, name: [f"{name}: {each}" for each in too_wide(page)])


@pytest.mark.parametrize("locale", ["en", "ar"])
def test_entry(world, locale):
    first = world.stranger(locale=locale).at("")
    expect(first.locator("form[aria-label]:visible")).to_be_visible()
    assert not faults(first.page, "first run")
    invitation = world.account("ada").ask("POST", "/v1/invites", {})["token"]
    found = []
    for address in ("#/", "#/register", f"#/invite/{invitation}", "#/invite/nothing"):
        person = world.stranger(locale=locale).at(address)
        person.wait_for_load_state("networkidle")
        found += faults(person.page, address)
    assert not found, "\n".join(found)
