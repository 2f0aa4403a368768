from datetime import timedelta

from bot.domain.delivery import Lane
from bot.services.deliver.floors import LATEST, Floors
from storage.claims import Floor
from tests.builders import NOW

SECOND = timedelta(seconds=1)


def floors_after(took):
    """Those of a bot whose claim from the beginning, just now, took so long."""
    floors = Floors()
    assert floors.sweep(NOW)
    floors.swept(NOW, took)
    floors.lanes[Lane.BRIEF] = Floor(NOW, 7)
    return floors


def test_claims_go_on_beyond_the_floor_for_a_second():
    floors = floors_after(timedelta(milliseconds=1))
    assert not floors.sweep(NOW + SECOND * 0.9)
    assert floors.lanes == {Lane.BRIEF: Floor(NOW, 7)}


def test_then_one_looks_from_the_beginning():
    floors = floors_after(timedelta(milliseconds=1))
    assert floors.sweep(NOW + SECOND)
    assert floors.lanes == {}


def test_one_that_took_long_is_not_made_again_soon():
    floors = floors_after(timedelta(milliseconds=200))
    assert not floors.sweep(NOW + 39 * SECOND)
    assert floors.sweep(NOW + 40 * SECOND)


def test_one_that_took_very_long_is_still_made_again():
    assert floors_after(timedelta(hours=1)).sweep(NOW + LATEST)


def test_one_that_failed_is_made_at_once():
    floors = Floors()
    assert floors.sweep(NOW)
    assert floors.sweep(NOW)
