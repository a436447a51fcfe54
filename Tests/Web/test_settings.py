"""Settings: what one changes of oneself and of the page."""

import re

from harness.account import PASSWORD
from playwright.sync_api import expect


def test_profile(world):
    ada = world.person("ada", "#/settings/profile")
    ada.main.get_by_label("Name to show").fill("Ada Lovelace")
    ada.main.get_by_label("Pronouns").fill("she/her")
    ada.main.get_by_role("button", name="Save").first.click()
    expect(ada.get_by_text("Saved.").first).to_be_visible()
    assert ada.account.get("/v1/me")["account"]["name"] == "Ada Lovelace"
    assert ada.account.get("/v1/me")["profile"]["pronouns"] == "she/her"


def test_theme_stays(world):
    ada = world.person("ada", "#/settings/appearance", color_scheme="light")
    background = "getComputedStyle(document.body).backgroundColor"
    light = ada.evaluate(background)
    ada.main.get_by_role("radio", name="Dark").check(force=True)
    expect(ada.locator("html")).to_have_attribute("data-theme", "dark")
    dark = ada.evaluate(background)
    assert dark != light
    ada.reload()
    expect(ada.main.get_by_role("radio", name="Dark")).to_be_checked()
    assert ada.evaluate(background) == dark


def test_language(world):
    ada = world.person("ada", "#/settings/appearance")
    ada.main.get_by_label("Language").select_option("de")
    expect(ada.locator("html")).to_have_attribute("lang", "de")
    expect(ada.main.get_by_role("heading", name="Einstellungen")).to_be_attached()
    ada.main.get_by_label("Sprache").select_option("ar")
    expect(ada.locator("html")).to_have_attribute("dir", "rtl")
    ada.main.get_by_role("combobox").filter(has=ada.locator("option[value=en]")).select_option("en")
    expect(ada.locator("html")).to_have_attribute("dir", "ltr")


def test_sessions(world):
    here, there = world.person("ada", "#/settings/sessions"), world.person("ada", "#/settings/profile")
    expect(here.main.get_by_text("This one")).to_be_visible()
    here.main.get_by_role("button", name="End all others").click()
    here.dialog.get_by_role("button", name="End all others").click()
    expect(here.get_by_text("All others were ended.").first).to_be_visible()
    expect(there.get_by_text("You were logged out.")).to_be_visible()
    expect(there.get_by_role("button", name="Log in")).to_be_visible()


def test_token(world):
    ada = world.person("ada", "#/settings/tokens")
    ada.main.get_by_role("button", name="New token").click()
    ada.dialog.get_by_label("What is it for?").fill("a robot")
    ada.dialog.get_by_role("button", name="Make the token").click()
    expect(ada.dialog.get_by_text("it is not shown again")).to_be_visible()
    token = ada.dialog.get_by_role("textbox").input_value()
    answer = ada.context.request.get("/v1/me", headers={"Authorization": f"Bearer {token}", "Cookie": ""})
    assert answer.ok
    ada.press("Escape")
    ada.main.get_by_role("button", name="Revoke a robot").click()
    ada.dialog.get_by_role("button", name="Revoke").click()
    expect(ada.main.get_by_text("There are none.")).to_be_visible()


def test_password(world):
    ada = world.person("ada", "#/settings/account")
    ada.main.get_by_role("textbox", name="Present password").fill("not this one")
    ada.main.get_by_role("textbox", name="New password").fill("another horse battery")
    ada.main.get_by_role("button", name="Change the password").click()
    expect(ada.main.get_by_text("This password is not right.")).to_be_visible()
    ada.main.get_by_role("textbox", name="Present password").fill(PASSWORD)
    ada.main.get_by_role("button", name="Change the password").click()
    expect(ada.get_by_text("Your password was changed.").first).to_be_visible()


def test_delete_account(world):
    world.account("owner")
    ada = world.person("ada", "#/settings/account")
    ada.main.get_by_role("button", name=re.compile("Delete the account")).click()
    ada.dialog.get_by_role("textbox").first.fill(PASSWORD)
    ada.dialog.get_by_role("button", name="Delete for good").click()
    expect(ada.get_by_role("button", name="Log in")).to_be_visible()


def test_log_out_clears_what_is_kept(world):
    account = world.account("ada")
    room = account.make_room("kitchen", "Kitchen")
    account.say(room, "a secret of the house")
    ada = world.person("ada", f"#/rooms/{room}")
    ada.sees("a secret of the house")
    ada.composer.fill("a secret draft")
    ada.at("#/settings/account")
    ada.main.get_by_role("button", name="Log out").click()
    expect(ada.get_by_role("button", name="Log in")).to_be_visible()
    kept = ada.evaluate("""async () => {
        const found = [JSON.stringify({ ...localStorage }), JSON.stringify({ ...sessionStorage })];
        for (const { name } of await indexedDB.databases()) {
            const store = await new Promise((done, fail) => {
                const asked = indexedDB.open(name);
                asked.onsuccess = () => done(asked.result);
                asked.onerror = fail;
            });
            for (const each of store.objectStoreNames) {
                found.push(JSON.stringify(await new Promise((done) => {
                    const asked = store.transaction(each).objectStore(each).getAll();
                    asked.onsuccess = () => done(asked.result);
                })));
            }
            store.close();
        }
        for (const name of await caches.keys()) {
            const cache = await caches.open(name);
            for (const request of await cache.keys()) {
                if (new URL(request.url).pathname.startsWith("/v1/")) found.push(request.url, await (await cache.match(request)).text());
            }
        }
        return found.join("\\n");
    }""")
    assert "secret" not in kept
    assert "ada" not in kept.lower()
    assert not [cookie for cookie in ada.context.cookies() if cookie["name"] == "roost_session"]
    ada.go_back()
    expect(ada.get_by_text("a secret of the house")).to_have_count(0)
