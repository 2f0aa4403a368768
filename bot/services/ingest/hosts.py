"""How many of our hands are at each host: one that answers slowly, or not at all, must not keep them all."""

from collections import Counter
from urllib.parse import urlsplit


class Hands:
    """Counts what is in hand at each host; `most` is all that one host gets."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._in_hand: Counter[str] = Counter()

    def is_full(self, host: str) -> bool:
        """Whether this host has to wait. What goes nowhere (an empty host) never has to."""
        return bool(host) and self._in_hand[host] >= self._most

    def take(self, host: str) -> None:
        """Have one more in hand there."""
        self._in_hand[host] += 1

    def give_back(self, host: str) -> None:
        """Have one less in hand there."""
        self._in_hand[host] -= 1
        if not self._in_hand[host]:
            del self._in_hand[host]


def host_of(url: str) -> str:
    """The host of an address; empty when there is none."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""
