"""Threads, in the panel."""

from playwright.sync_api import expect


def test_thread(world):
    ada, ben = world.account("ada"), world.account("ben")
    room = ada.make_room("kitchen", "Kitchen", ben)
    root = ben.say(room, "what about the boat?")
    ada, ben = world.person("ada", f"#/rooms/{room}"), world.person("ben", f"#/rooms/{room}")
    ada.do("what about the boat?", "Thread")
    expect(ada.panel.get_by_role("heading", name="Thread")).to_be_visible()
    assert ada.page.url.endswith(f"#/rooms/{room}/thread/{root}")
    ada.panel.get_by_role("textbox").fill("it takes eight")
    ada.panel.get_by_role("textbox").press("Enter")
    ada.sees("it takes eight", ada.panel)
    ben.message("what about the boat?").get_by_role("link", name="1 answer").click()
    ben.sees("it takes eight", ben.panel)
    ben.panel.get_by_role("textbox").fill("then we are eight")
    ben.panel.get_by_role("textbox").press("Enter")
    ada.sees("then we are eight", ada.panel)
    expect(ada.message("what about the boat?", ada.main).get_by_role("link", name="2 answers")).to_be_visible()
    ada.press("Escape")
    expect(ada.panel).to_be_hidden()
    ada.go_forward()
    expect(ada.panel).to_be_visible()
