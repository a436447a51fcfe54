"""Sends with their keys, until they are answered for good: what got no answer is sent again with the same key."""

from ..words import new_key
from .client import LATER


class Send:
    def __init__(self, room, key, text):
        self.room, self.key, self.text = room, key, text
        self.is_under_way = False


class Outbox:
    def __init__(self, client):
        self._client = client
        self._sends = {}

    def __len__(self):
        return len(self._sends)

    def new(self, room, size=0):
        send = Send(room, new_key(self._client.random), self._client.texts.new(room, size))
        self._sends[send.key] = send
        return send

    def waiting(self):
        """What has to be sent, or sent again."""
        return [send for send in self._sends.values() if not send.is_under_way]

    def settle(self, send, seq=None, code=None):
        """`code` says why it was refused; none and no number: nobody knows."""
        send.is_under_way = False
        if seq is not None:
            self._sends.pop(send.key, None)
            self._client.own.append((send.room, seq))
        elif code and code not in LATER and code != "outcome_unknown":
            self._sends.pop(send.key, None)
            if code in {"not_a_member", "banned", "room_unknown"}:
                self._client.put_out(send.room)

    async def post(self, send):
        """By HTTP."""
        send.is_under_way = True
        said = await self._client.call(
            "send", "POST", f"/v1/rooms/{send.room}/messages", {"key": send.key, "text": send.text},
            room=send.room, key=send.key, text=send.text)
        if isinstance(said, dict):
            self.settle(send, said["seq"])
        else:
            self.settle(send, code=said)
