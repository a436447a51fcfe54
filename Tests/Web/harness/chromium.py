"""What Chromium itself says of a page: its heap, what came over the wire, what its main thread did."""

import collections
import json

# Lighthouse's "slow 4G", which Chromium once called "Fast 3G": 150 ms a round trip, 1.6 Mbit/s down, 750 kbit/s up.
SLOW = {"offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 750e3 / 8}


class Inspector:
    """The DevTools of one page."""

    def __init__(self, page):
        self.page = page
        self.session = page.context.new_cdp_session(page)
        self.session.send("Performance.enable")

    def heap(self):
        """Bytes of JavaScript that are still in use after everything else was let go of."""
        self.session.send("HeapProfiler.enable")
        self.session.send("HeapProfiler.collectGarbage")
        return self.session.send("Runtime.getHeapUsage")["usedSize"]

    def slow_down(self, processor=4):
        self.session.send("Network.enable")
        self.session.send("Network.emulateNetworkConditions", SLOW)
        self.session.send("Emulation.setCPUThrottlingRate", {"rate": processor})

    def work(self):
        """Seconds of the main thread so far, by kind."""
        metrics = {each["name"]: each["value"] for each in self.session.send("Performance.getMetrics")["metrics"]}
        return {name: metrics[name + "Duration"] for name in ("Script", "Layout", "RecalcStyle", "Task")}


class Wire:
    """What a page fetched, from now on."""

    def __init__(self, inspector):
        self.requests = {}
        self.session = inspector.session
        self.session.on("Network.requestWillBeSent", self._sent)
        self.session.on("Network.responseReceived", self._answered)
        self.session.on("Network.loadingFinished", self._finished)
        self.session.send("Network.enable")

    def _sent(self, event):
        initiator = event["initiator"]
        frames = initiator.get("stack", {}).get("callFrames", [])
        self.requests[event["requestId"]] = {
            "url": event["request"]["url"], "bytes": 0, "headers": 0, "answered": None, "type": event.get("type"),
            "by": initiator.get("url") or (frames[0]["url"] if frames else None)}

    def _answered(self, event):
        request = self.requests.get(event["requestId"])
        if request:
            answer = event["response"]
            request["answered"] = answer["status"]
            request["headers"] = answer["encodedDataLength"]
            request["stored"] = answer.get("fromDiskCache") or answer.get("fromServiceWorker")
            request["coding"] = {name.lower(): value for name, value in answer["headers"].items()}.get("content-encoding")

    def _finished(self, event):
        if event["requestId"] in self.requests:
            self.requests[event["requestId"]]["bytes"] = event["encodedDataLength"]

    def fetched(self):
        return [each for each in self.requests.values()
                if each["url"].startswith("http") and not each.get("stored")]

    @property
    def bytes(self):
        """All that came, with the headers of the answers."""
        return sum(each["bytes"] for each in self.fetched())

    @property
    def page(self):
        """Bytes of the page's own files, as compressed: without headers, and without what the interface answered."""
        return sum(each["bytes"] - each["headers"] for each in self.fetched() if "/v1/" not in each["url"])

    def round_trips(self):
        """The longest chain of fetches of which each was asked for by what the last one brought."""
        by = {each["url"]: each["by"] for each in self.fetched() if each["type"] in ("Document", "Script", "Stylesheet")}

        def depth(url, seen=()):
            before = by.get(url)
            if before is None or before == url or before not in by or before in seen:
                return 1
            return 1 + depth(before, (*seen, url))

        return max((depth(url) for url in by), default=0)

    def table(self):
        rows = sorted(self.fetched(), key=lambda each: -each["bytes"])
        lines = [f"{each['bytes']:8d}  {each['coding'] or '-':5}  {each['url'].split('/', 3)[3]}" for each in rows]
        return "\n".join([*lines, f"{self.bytes:8d}  in {len(rows)} requests, {self.round_trips()} one after the other; "
                                  f"{self.page} of them the page's own files"])


class Tracing:
    """What the main thread did while the body of `with` ran."""

    CATEGORIES = ["devtools.timeline", "disabled-by-default-devtools.timeline", "disabled-by-default-devtools.timeline.stack",
                  "v8.execute", "blink.user_timing"]

    def __init__(self, browser, page):
        self.browser = browser
        self.page = page
        self.events = []

    def __enter__(self):
        self.browser.start_tracing(page=self.page, categories=self.CATEGORIES)
        return self

    def __exit__(self, *_):
        self.events = json.loads(self.browser.stop_tracing())["traceEvents"]

    def forced_layouts(self):
        """Layouts that a script could not wait for, as "file:line function", and how often."""
        found = collections.Counter()
        for event in self.events:
            frames = event.get("args", {}).get("beginData", {}).get("stackTrace") if event["name"] == "Layout" else None
            # The test's own questions have no address.
            if frames and frames[0]["url"].startswith("http"):
                found[f"{frames[0]['url'].split('/', 3)[-1]}:{frames[0]['lineNumber']} {frames[0]['functionName']}"] += 1
        return found

    def layouts(self):
        return sum(event["name"] == "Layout" for event in self.events)

    def long_tasks(self, milliseconds=50):
        return [event["dur"] / 1000 for event in self.events
                if event["name"] == "RunTask" and event.get("dur", 0) > milliseconds * 1000]
