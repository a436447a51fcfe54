"""What no test may see in a browser: errors in the console, uncaught ones, what the Content-Security-Policy forbids."""

import re

# Chromium says so of each answer that is no success. Refusals of the API are answers like others; what the page itself is
# made of must be there.
NOT_LOADED = re.compile(r"^Failed to load resource: (?:the server responded with a status of (\d+)|net::(\w+))")


class Faults:
    def __init__(self):
        self.found = []
        self.console = []
        self.unreachable_allowed = False

    def watch(self, context):
        context.on("console", self._said)
        context.on("weberror", lambda error: self.found.append(f"uncaught: {error.error}"))
        context.on("response", self._answered)

    def _said(self, message):
        where = message.location.get("url", "") if message.location else ""
        line = f"{message.type}: {message.text} ({where})"
        self.console.append(line)
        if message.type == "error" and not self._expected(message.text, where):
            self.found.append(line)

    def _expected(self, text, where):
        # Over plain HTTP on a network Chromium says so of every page.
        if text.startswith("The Cross-Origin-Opener-Policy header has been ignored"):
            return True
        missing = NOT_LOADED.match(text)
        if missing and missing[1]:
            return missing[1].startswith("4") and "/v1/" in where
        return self.unreachable_allowed and (missing is not None or "WebSocket connection to" in text
                                             or "ERR_INTERNET_DISCONNECTED" in text or "ERR_CONNECTION_REFUSED" in text)

    def _answered(self, answer):
        if answer.status >= 500 and not self.unreachable_allowed:
            self.found.append(f"the server answered {answer.status} to {answer.request.method} {answer.url}")
