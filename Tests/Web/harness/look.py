"""What can be said of how a page looks, without eyes."""

from axe_playwright_python.sync_playwright import Axe

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]

OVERFLOW = """() => {
  const wide = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= wide) return [];
  return [...document.querySelectorAll("body *")]
    .filter((each) => { const box = each.getBoundingClientRect(); return box.width && (box.right > wide + 1 || box.left < -1); })
    .slice(0, 5).map((each) => each.tagName.toLowerCase() + "." + each.className + ": " + (each.textContent || "").slice(0, 40));
}"""


def settled(page):
    """Waits until nothing moves: what fades in has another contrast meanwhile."""
    page.evaluate("() => Promise.all(document.getAnimations().filter((one) => one.effect.getTiming().iterations !== Infinity)"
                  ".map((one) => one.finished.catch(() => {})))")


def violations(page, rules=None):
    """What axe finds against WCAG 2.2 AA, or against some rules, one line each."""
    settled(page)
    # What an open menu covers is judged where it is not.
    popup = ":popover-open" if page.locator(":popover-open").count() else None
    only = {"type": "rule", "values": rules} if rules else {"type": "tag", "values": TAGS}
    return [f"{found['id']} ({found['impact']}): {found['help']} – {len(found['nodes'])} × "
            + " | ".join(f"{' '.join(map(str, node['target']))} {node['html'][:120]} {_why(node)}" for node in found["nodes"][:3])
            for found in Axe().run(page, context=popup, options={"runOnly": only, "resultTypes": ["violations"]}).response["violations"]]


def _why(node):
    checks = node["any"] + node["all"] + node["none"]
    return checks[0]["message"][:160] if checks else ""


def overflow(page):
    """What reaches beyond the page's width, so that one must scroll sideways. Empty when all is well."""
    return page.evaluate(OVERFLOW)
