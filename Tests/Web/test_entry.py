from playwright.sync_api import expect


def test_trial(world):
    world.account("ada")
    s = world.stranger()
    s.goto("/")
    s.screenshot(path="/tmp/proof-entry.png")
    expect(s.get_by_role("heading", name="Log in")).to_be_visible()
