"""What no likeness outweighs: articles that read alike because they are of one kind, not of one event."""

from collections.abc import Sequence
from datetime import timedelta

import numpy as np
from numpy.typing import NDArray

from bot.briefs.grouping.details import DAY_SLOTS
from bot.briefs.grouping.kinds import Kind
from bot.briefs.grouping.signature import Signature

_SERIAL_GAP = timedelta(hours=14)
"""Two reports of a daily row that are so far apart are two reports; within it, one day's seen by two outlets."""

_ENOUGH_NAMES = 2
"""Names that both must have before having none in common means something."""


_ENOUGH_IDEAS = 2
"""The same of ideas, between languages, which share no other words."""


def are_apart(new: Signature, candidates: Sequence[Signature]) -> NDArray[np.bool_]:
    """Which of the candidates cannot be of the new article's event, whatever words they share."""
    return np.fromiter((_apart(new, one) for one in candidates), dtype=np.bool_, count=len(candidates))


def _apart(new: Signature, old: Signature) -> bool:
    return (
        _preview_and_result(new.kind, old.kind)
        or _two_of_a_row(new, old)
        or _elsewhere(new, old)
        or _of_other_deeds(new, old)
    )


def _preview_and_result(one: Kind, other: Kind) -> bool:
    return bool((one & Kind.PREVIEW and other & Kind.RESULT) or (one & Kind.RESULT and other & Kind.PREVIEW))


def _two_of_a_row(new: Signature, old: Signature) -> bool:
    """Monday's and Tuesday's market report."""
    if not (new.kind & old.kind & Kind.SERIAL):
        return False
    if new.at and old.at and abs(new.at - old.at) >= _SERIAL_GAP:
        return True
    return _days_differ(new, old)


def _days_differ(new: Signature, old: Signature) -> bool:
    """Whether both name days, and none of them alike."""
    mine, yours = _days(new), _days(old)
    named_by_both = {slot for slot, _ in mine} & {slot for slot, _ in yours}
    return bool(named_by_both) and not mine & yours


def _elsewhere(new: Signature, old: Signature) -> bool:
    """Both say who and where, and nothing of it is the same: two earthquakes, two court rulings, two fires in Turkey.

    One name each will do where the countries or a count (a magnitude, a round) differ as well. Between
    languages a name may go by two keys, so that there the countries must differ.
    """
    fewest = min(len(new.names), len(old.names)) // 4
    if not fewest or _set(new.names) & _set(old.names):
        return False
    mine, yours = set(new.countries), set(old.countries)
    countries_differ = bool(mine and yours) and mine.isdisjoint(yours)
    if new.language != old.language:
        return countries_differ
    return fewest >= _ENOUGH_NAMES or countries_differ or _counts_differ(new, old)


def _of_other_deeds(new: Signature, old: Signature) -> bool:
    """Two languages tell of the same people, but of nothing in common that they did: a match, and a transfer."""
    if new.language == old.language or min(len(new.concepts), len(old.concepts)) // 4 < _ENOUGH_IDEAS:
        return False
    return not _set(new.concepts) & _set(old.concepts) and not _set(new.numbers) & _set(old.numbers)


def _counts_differ(new: Signature, old: Signature) -> bool:
    mine, yours = dict(_slots(new) - _days(new)), dict(_slots(old) - _days(old))
    return any(mine[slot] != yours[slot] for slot in mine.keys() & yours.keys())


def _days(signature: Signature) -> set[tuple[int, int]]:
    return {(slot, value) for slot, value in _slots(signature) if slot in DAY_SLOTS}


def _slots(signature: Signature) -> set[tuple[int, int]]:
    pairs = np.frombuffer(signature.slots, dtype="<u4").reshape(-1, 2).tolist()
    return {(slot, value) for slot, value in pairs}


def _set(packed: bytes) -> set[int]:
    return set(np.frombuffer(packed, dtype="<u4").tolist())
