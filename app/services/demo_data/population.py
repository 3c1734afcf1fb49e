"""How many installations of each kind the demo has, and their points one after the other."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from app.services.demo_data.company import NEIGHBOUR_AREAS
from app.services.demo_data.households import (
    Surroundings,
    business,
    close_down,
    electrical_heating,
    household,
    stay_profiled_and_closed,
)
from app.services.demo_data.producers import (
    annual_net_settlement,
    exchange,
    grid_loss,
    instant_net_settlement,
    plant,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from app.services.demo_data.timeline import Timeline

FEWEST_POINTS = 100
MOST_POINTS = 1_000_000


@dataclass(frozen=True, kw_only=True)
class Population:
    """Numbers of installations; one may consist of several points.

    Attributes:
        points: Points in all, reached exactly.
    """

    points: int
    exchanges: int
    plants: int
    annual_sets: int
    instant_sets: int
    heated: int
    businesses: int
    profiled: int
    closed: int
    disconnected: int
    once_disconnected: int

    @staticmethod
    def of(points: int) -> Population:
        """Return the mix of a small Danish grid company with that many points."""
        return Population(
            points=points,
            exchanges=min(24, 2 + points // 400),
            plants=max(3, points * 15 // 1000),
            annual_sets=max(1, points * 6 // 1000),
            instant_sets=max(2, points * 4 // 1000),
            heated=points * 85 // 1000,
            businesses=max(4, points * 25 // 1000),
            profiled=max(2, points * 3 // 1000),
            closed=max(2, points * 22 // 1000),
            disconnected=max(2, points * 9 // 1000),
            once_disconnected=max(1, points * 15 // 1000),
        )


def installations(surroundings: Surroundings, population: Population) -> Iterator[list[Timeline]]:
    """Yield every installation, its points with parents first, until the number is reached."""
    left = population.points
    for installation in _special(surroundings, population):
        if len(installation) <= left:
            left -= len(installation)
            yield installation
    ordinary = iter(_ordinary_kinds(population))
    while left > 0:
        make = next(ordinary, _household)
        installation = make(surroundings)[:left]
        left -= len(installation)
        yield installation


def _special(surroundings: Surroundings, population: Population) -> Iterator[list[Timeline]]:
    yield [grid_loss(surroundings)]
    for number in range(population.exchanges):
        neighbour = NEIGHBOUR_AREAS[number % len(NEIGHBOUR_AREAS)]
        yield exchange(surroundings, neighbour, reactive=number % 2 == 0)
    for number in range(population.plants):
        yield plant(surroundings, renewable_share=number % 4 == 0)
    for _number in range(population.annual_sets):
        yield annual_net_settlement(surroundings)
    for number in range(population.instant_sets):
        yield instant_net_settlement(surroundings, "2" if number % 2 == 0 else "3")
    for _number in range(population.businesses):
        yield [business(surroundings)]
    for _number in range(population.profiled):
        yield [stay_profiled_and_closed(surroundings)]


def _ordinary_kinds(
    population: Population,
) -> Iterator[Callable[[Surroundings], list[Timeline]]]:
    for number, make in (
        (population.heated, _heated),
        (population.closed, _closed),
        (population.disconnected, _disconnected),
        (population.once_disconnected, _once_disconnected),
    ):
        for _time in range(number):
            yield make


def _household(surroundings: Surroundings) -> list[Timeline]:
    return [household(surroundings)]


def _heated(surroundings: Surroundings) -> list[Timeline]:
    parent = household(surroundings, is_old=True)
    return [parent, electrical_heating(surroundings, parent)]


def _closed(surroundings: Surroundings) -> list[Timeline]:
    life = household(surroundings, is_old=True)
    last = surroundings.as_of - timedelta(days=15)
    close_down(life, surroundings.day_between(last - timedelta(days=5 * 365), last))
    return [life]


def _disconnected(surroundings: Surroundings) -> list[Timeline]:
    life = household(surroundings, is_old=True)
    last = surroundings.as_of - timedelta(days=20)
    life.set(surroundings.day_between(last - timedelta(days=400), last), connection_state="E23")
    return [life]


def _once_disconnected(surroundings: Surroundings) -> list[Timeline]:
    life = household(surroundings, is_old=True)
    last = surroundings.as_of - timedelta(days=150)
    day = surroundings.day_between(last - timedelta(days=4 * 365), last)
    life.set(day, connection_state="E23")
    life.set(day + timedelta(days=surroundings.rng.randint(4, 60)), connection_state="E22")
    return [life]
