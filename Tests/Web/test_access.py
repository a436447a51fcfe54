"""For everyone: axe against WCAG 2.2 AA on every screen, and nothing to scroll sideways however narrow the page is."""

import pytest
from harness.look import overflow, violations
from harness.person import DESK, PHONE
from harness.screens import screens, visit
from harness.village import Village
from playwright.sync_api import expect

LOOKS = {
    "light-desk": {"color_scheme": "light", "viewport": DESK},
    "dark-desk": {"color_scheme": "dark", "viewport": DESK},
    "light-phone": {"color_scheme": "light", "viewport": PHONE, "has_touch": True},
    "dark-phone": {"color_scheme": "dark", "viewport": PHONE, "has_touch": True},
    "arabic-desk": {"color_scheme": "light", "viewport": DESK, "locale": "ar"},
    "german-phone": {"color_scheme": "dark", "viewport": PHONE, "locale": "de"},
}
# 320 px, and 1280 px seen at 200 %.
NARROW = {"320px": {"viewport": {"width": 320, "height": 640}},
          "200%": {"viewport": {"width": 640, "height": 400}, "device_scale_factor": 2},
          "arabic-320px": {"viewport": {"width": 320, "height": 640}, "locale": "ar"}}
# By name: in another language what opens them is called otherwise.
OPENED_BY_NAME = ("message menu", "room menu", "emoji picker", "poll dialog")


def all_screens(world, look, judge):
    village = Village(world.server)
    world.accounts.update(village.people)
    person = world.person("ada", **look)
    found = []
    for name, address, opened in screens(village):
        if look.get("locale", "en") != "en" and name in OPENED_BY_NAME:
            continue
        visit(person, address, opened)
        found += [f"{name}: {fault}" for fault in judge(person.page)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)
def test_axe_finds_nothing(world, look):
    all_screens(world, look, violations)


@pytest.mark.parametrize("look", NARROW.values(), ids=NARROW)
def test_nothing_to_scroll_sideways(world, look):
    all_screens(world, look, overflow)


@pytest.mark.parametrize("look", [*LOOKS.values(), *NARROW.values()], ids=[*LOOKS, *NARROW])
def test_entry(world, look):
    first = world.stranger(**look).at("")
    expect(first.locator("form[aria-label]:visible")).to_be_visible()
    assert not violations(first.page) + overflow(first.page)
    owner = world.account("ada")
    invitation = owner.ask("POST", "/v1/invites", {})["token"]
    for address in ("#/", "#/register", f"#/invite/{invitation}", "#/invite/nothing"):
        person = world.stranger(**look).at(address)
        person.wait_for_load_state("networkidle")
        assert not [f"{address}: {each}" for each in violations(person.page) + overflow(person.page)]
        person.close()
        world.people.remove(person)
