import asyncio
import time
from datetime import timedelta

import pytest

from bot.services.clock import SteadyClock, machine_time
from bot.telegram.pace import TOLERANCE, Gate, LocalBudget, take_slot, wait_until
from tests.builders import NOW

DISTANCE = timedelta(milliseconds=20)


async def test_however_late_messages_are_they_pass_the_gate_at_their_distance():
    clock = SteadyClock(machine_time())
    gate = Gate(clock)
    missed = clock() - timedelta(seconds=5)
    passed = []
    for _ in range(8):
        await gate.let_pass(missed, DISTANCE)
        passed.append(clock())
    for place, at in enumerate(passed):
        assert at - passed[0] >= place * DISTANCE - TOLERANCE


async def test_nothing_passes_before_its_slot():
    clock = SteadyClock(machine_time())
    slot = clock() + timedelta(milliseconds=50)
    await Gate(clock).let_pass(slot, DISTANCE)
    assert clock() >= slot


async def test_who_waits_wakes_up_when_the_clock_is_set_forward():
    clock = SteadyClock(NOW)
    waiting = asyncio.create_task(wait_until(NOW + timedelta(hours=1), clock))
    clock.compare(NOW + timedelta(hours=2))
    async with asyncio.timeout(10):
        await waiting
    assert clock() >= NOW + timedelta(hours=1)


async def test_slots_are_spaced_and_the_first_is_a_second_away_for_a_predecessor_may_have_sent():
    budget = LocalBudget(DISTANCE, lambda: NOW)
    slots = [*(await budget.reserve(2)), *(await budget.reserve(1))]
    assert slots == [NOW + timedelta(seconds=1) + DISTANCE * number for number in range(3)]


async def test_a_lead_keeps_the_first_slot_that_far_away():
    budget = LocalBudget(DISTANCE, lambda: NOW)
    assert (await budget.reserve(1, lead=timedelta(seconds=3))).first == NOW + timedelta(seconds=3)


async def test_slowing_down_doubles_the_distance_down_to_a_sixteenth_of_the_rate():
    budget = LocalBudget(DISTANCE, lambda: NOW)
    for factor in (2, 4, 8, 16, 16):
        await budget.slow_down()
        assert (await budget.reserve(1)).distance == DISTANCE * factor


async def test_it_speeds_up_a_step_for_every_ten_seconds_of_peace():
    now = NOW
    budget = LocalBudget(DISTANCE, lambda: now)
    await budget.slow_down()
    assert await budget.speed_up() == 2
    now += timedelta(seconds=10)
    assert await budget.speed_up() == pytest.approx(1.6)


async def test_taking_slots_one_by_one_keeps_the_rate():
    clock = SteadyClock(machine_time())
    budget = LocalBudget(DISTANCE, clock)
    await take_slot(budget)
    began = time.monotonic()
    for _ in range(5):
        await take_slot(budget)
    assert time.monotonic() - began >= (5 * DISTANCE - TOLERANCE).total_seconds()
