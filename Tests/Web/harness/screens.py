"""Every screen of the page, and how one comes there: for whoever looks at all of them."""

import re


def screens(village):
    """`(name, address, opened)`: `opened(person)` goes on from the address, and may be None."""
    kitchen, thread, ben = village.rooms["kitchen"], village.thread, village.people["ben"].id
    room = f"#/rooms/{kitchen}"
    return [
        ("home", "#/", None),
        ("room", room, None),
        ("conversation", f"#/rooms/{village.rooms['ben']}", None),
        ("message menu", room, message_menu),
        ("room menu", room, lambda person: person.main.get_by_role("button", name="More about this room").click()),
        ("emoji picker", room, lambda person: person.main.get_by_role("button", name=re.compile("emoji", re.I)).last.click()),
        ("poll dialog", room, lambda person: person.main.get_by_role("button", name=re.compile("poll", re.I)).last.click()),
        ("completion", room, lambda person: person.composer.press_sequentially("hello @b")),
        ("thread", f"{room}/thread/{thread}", None),
        ("about", f"{room}/about", None),
        *((f"about {section}", f"{room}/about/{section}", None) for section in ("members", "settings", "links", "pins")),
        ("profile", f"#/people/{ben}", None),
        ("browse", "#/browse", None),
        ("search", "#/search", None),
        ("hits", "#/search?q=plum", None),
        ("saved", "#/saved", None),
        ("scheduled", "#/scheduled", None),
        ("notices", "#/notices", None),
        ("switcher", "#/", lambda person: person.press("Control+k")),
        ("shortcuts", "#/saved", lambda person: person.press("?")),
        *((f"settings {section}", f"#/settings/{section}", None)
          for section in ("profile", "appearance", "notifications", "privacy", "sessions", "tokens", "account")),
        *((f"admin {section}", f"#/admin/{section}", None)
          for section in ("people", "invites", "rooms", "reports", "addresses", "audit", "settings", "health")),
    ]


def message_menu(person):
    message = person.message("Half past ten it is.")
    message.focus()
    message.press("Enter")


def visit(person, address, opened):
    """Comes there anew, so that nothing of the last screen is left open, and waits until it is drawn."""
    person.page.goto("about:blank")
    person.at(address)
    person.page.wait_for_load_state("networkidle")
    person.page.wait_for_function("() => !document.querySelector('main .skeleton, .panel .skeleton, [aria-busy=true]')")
    if opened:
        opened(person)
        person.page.wait_for_function("() => document.querySelector('dialog[open], :popover-open, [role=listbox]:not([hidden])')")
