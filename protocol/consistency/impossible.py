"""What cannot be true of a child, by law and by the order of days, whatever the protocol asks.

Each check is a pure function of a Life and gives an Impossible for each pair that cannot both be true, naming both.
What is not known contradicts nothing.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product
from types import MappingProxyType

from protocol import formatting
from protocol.choices import CARE_LEAVER, CHILD_PROTECTION, IN_NEED, LOOKED_AFTER, UNBORN
from protocol.days import birthday

STATUS, LEGAL_STATUS, PLACEMENT, WORKER = "status", "legal_status", "placement", "worker"
NONE = "none"
DATE_OF_BIRTH, EXPECTED_DATE_OF_BIRTH = "date_of_birth", "expected_date_of_birth"

# A worker may be given a case at any time of a pregnancy.
PREGNANCY = timedelta(weeks=40)

# Legal status → the most days from its first to its last. L1: 72 hours, Children Act 1989, section 46(6). L2 and L3: as
# the SSDA903 return checks them.
LONGEST: Mapping[str, int] = MappingProxyType({"L1": 3, "L2": 21, "L3": 7})

# (fact, code) → the age from which it can be. K3: supported accommodation. J: the age of criminal responsibility. Care
# leavers: Children Act 1989, section 23A.
YOUNGEST: Mapping[tuple[str, str], int] = MappingProxyType(
    {(PLACEMENT, "K3"): 16, (STATUS, CARE_LEAVER): 16, **{(LEGAL_STATUS, code): 10 for code in ("J1", "J2", "J3")}}
)

# (fact, code) → the birthday on which it ends at the latest: nobody is a child, or under an order about one, beyond it.
OLDEST: Mapping[tuple[str, str], int] = MappingProxyType(
    {
        **{(STATUS, status): 18 for status in (IN_NEED, CHILD_PROTECTION, LOOKED_AFTER)},
        **{(LEGAL_STATUS, code): 18 for code in ("C1", "C2", "D1", "E1", "L1", "L2", "L3")},
    }
)

# Pairs that no day can have. P1: who lives with a parent is not accommodated under section 20, nor in short breaks.
NEVER_TOGETHER = tuple(((LEGAL_STATUS, code), (PLACEMENT, "P1")) for code in ("V2", "V3", "V4"))

# Whoever is accommodated under one of these is looked after. L3 leaves a child at home; V3 and V4 are short breaks.
LOOKED_AFTER_BY = frozenset({"C1", "C2", "D1", "E1", "V2", "L1", "L2", "J1", "J2"})

# Days before and after today between which a birth can be expected. A pregnancy is counted as 40 weeks from its first
# day and seldom lasts 43; a record may be some weeks behind.
EXPECTED_WITHIN = (6 * 7, 43 * 7)

# Days before and after the day on which a birth was expected between which it can have been: five months, as hardly any
# child lives who is born before the 22nd week, and one month, because a pregnancy seldom lasts 43.
BORN_WITHIN = (153, 31)

# Placements that are laid over another, which goes on meanwhile.
TEMPORARY = frozenset({"T0", "T1", "T2", "T3", "T4"})


@dataclass(frozen=True, slots=True)
class Spell:
    """A period in which a fact held. about: STATUS, LEGAL_STATUS, PLACEMENT or WORKER. value: the code, or who it is.

    started_on None: unknown. ended_on None: it runs. It ends on the day on which the next begins.
    """

    about: str
    value: str
    started_on: date | None = None
    ended_on: date | None = None


@dataclass(frozen=True, slots=True)
class Life:
    """What is known of a child on a day. expected_on: of a child who is born, when the birth was expected."""

    today: date
    spells: tuple[Spell, ...] = ()
    born_on: date | None = None
    expected_on: date | None = None

    def of(self, about: str) -> list[Spell]:
        """The spells about one thing."""
        return [spell for spell in self.spells if spell.about == about]

    def last_day(self, spell: Spell) -> date:
        """The last day that is known of a spell: its last, or today."""
        return spell.ended_on or self.today


@dataclass(frozen=True, slots=True)
class Impossible:
    """What cannot be true, as a sentence. spell: where it stands. other: the spell or the fact that it contradicts."""

    text: str
    spell: Spell
    other: Spell | str


Check = Callable[[Life], Iterator[Impossible]]


def check(life: Life, *, of_register: bool = False) -> list[Impossible]:
    """Everything about a child that cannot be true, in a record or in what the register says."""
    return [found for one in (OF_THE_REGISTER if of_register else CHECKS) for found in one(life)]


def ends_before_it_begins(spell: Spell) -> bool:
    """Whether its last day is before its first."""
    return bool(spell.started_on and spell.ended_on and spell.ended_on < spell.started_on)


def is_to_come(day: date | None, today: date) -> bool:
    """Whether a day of the past has not come yet."""
    return day is not None and day > today


def days_in_order(life: Life) -> Iterator[Impossible]:
    """A spell begins no later than it ends, and no later than today."""
    for spell in life.spells:
        if ends_before_it_begins(spell):
            yield Impossible(f"The {_name(spell)} ends before it begins. Correct one of the days.", spell, spell)
        if spell.started_on and is_to_come(spell.started_on, life.today):
            text = f"The {_name(spell)} begins on {formatting.day(spell.started_on)}, which has not come yet."
            yield Impossible(text, spell, spell)


def after_birth(life: Life) -> Iterator[Impossible]:
    """An unborn child's status ends at birth; every other, and a legal status or placement, begins then or later."""
    unborn = next((spell for spell in life.of(STATUS) if spell.value == UNBORN and spell.ended_on is None), None)
    for spell in life.spells:
        if spell.about == WORKER or spell.value == NONE:
            continue
        if life.born_on is None:
            because = EXPECTED_DATE_OF_BIRTH if life.expected_on else unborn
            if because and spell.value != UNBORN and spell.ended_on is None:
                text = f"The {_name(spell)} cannot be that of a child who is not born yet. Give the date of birth."
                yield Impossible(text, spell, because)
        elif spell.value == UNBORN:
            if life.last_day(spell) > life.born_on:
                yield Impossible(f"The child is unborn, and {_born(life.born_on)}. {ONE}", spell, DATE_OF_BIRTH)
        elif (spell.started_on or life.last_day(spell)) < life.born_on:
            yield Impossible(f"{_begins(spell, life)} before birth: {_born(life.born_on)}. {ONE}", spell, DATE_OF_BIRTH)


def worker_after_birth(life: Life) -> Iterator[Impossible]:
    """A worker's time begins at birth, or in the pregnancy of a child who is known to have been unborn."""
    unborn = any(status.value == UNBORN for status in life.of(STATUS))
    for spell in life.of(WORKER):
        if life.born_on is None or spell.started_on is None or spell.started_on >= life.born_on:
            continue
        if not unborn or spell.started_on < life.born_on - PREGNANCY:
            text = f"{_begins(spell, life)} before birth: {_born(life.born_on)}."
            yield Impossible(f"{text} Correct one of them, or say when the child was unborn.", spell, DATE_OF_BIRTH)


def one_at_a_time(life: Life) -> Iterator[Impossible]:
    """Two spells about the same thing do not overlap, save temporary placements, which are laid over another."""
    for about in (STATUS, LEGAL_STATUS, PLACEMENT, WORKER):
        dated = [spell for spell in life.of(about) if spell.started_on and spell.value not in TEMPORARY]
        longest: Spell | None = None
        for spell in sorted(dated, key=lambda one: (one.started_on or date.min, one.ended_on or date.max)):
            if longest and spell.started_on and spell.started_on < (longest.ended_on or date.max):
                text = f"{_begins(spell, life)} while the {_name(longest)} still runs, {_days(longest)}. {DAYS}"
                yield Impossible(text, spell, longest)
            if longest is None or (spell.ended_on or date.max) > (longest.ended_on or date.max):
                longest = spell


def old_enough(life: Life) -> Iterator[Impossible]:
    """Some codes can only be from an age on."""
    for spell in life.spells if life.born_on else ():
        age = YOUNGEST.get((spell.about, spell.value))
        first = spell.started_on or life.last_day(spell)
        if age is not None and life.born_on and first < birthday(life.born_on, age):
            text = f"The {_name(spell)} can be from the age of {age}: {_born(life.born_on)}, and it"
            yield Impossible(f"{text} {_since(spell, life)}. {ONE}", spell, DATE_OF_BIRTH)


def young_enough(life: Life) -> Iterator[Impossible]:
    """Some codes end on a birthday."""
    for spell in life.spells if life.born_on else ():
        age = OLDEST.get((spell.about, spell.value))
        if age is not None and life.born_on and life.last_day(spell) > birthday(life.born_on, age):
            text = f"The {_name(spell)} ends at the latest at the age of {age}: {_born(life.born_on)}. {ONE}"
            yield Impossible(text, spell, DATE_OF_BIRTH)


def within_its_limit(life: Life) -> Iterator[Impossible]:
    """Emergency powers end by themselves."""
    for spell in life.of(LEGAL_STATUS):
        most = LONGEST.get(spell.value)
        if most and spell.started_on and life.last_day(spell) - spell.started_on > timedelta(days=most):
            text = f"The {_name(spell)} lasts {formatting.count(most, 'day')} at the most, and it {_since(spell, life)}"
            until = f", until {formatting.day(spell.ended_on)}" if spell.ended_on else ""
            yield Impossible(f"{text}{until}. Give what followed it, or correct the days.", spell, spell)


def together(life: Life) -> Iterator[Impossible]:
    """Some codes exclude each other."""
    for one, other in NEVER_TOGETHER:
        lefts, rights = (
            [spell for spell in life.spells if (spell.about, spell.value) == code] for code in (one, other)
        )
        for left, right in product(lefts, rights):
            if _overlap(left, right):
                yield Impossible(f"The {_name(left)} does not go with the {_name(right)}. {ONE}", right, left)


def looked_after_somehow(life: Life) -> Iterator[Impossible]:
    """A child who is looked after today has a legal status or a placement."""
    now = {spell.about: spell for spell in life.spells if spell.ended_on is None and spell.about != WORKER}
    status, values = now.get(STATUS), {about: spell.value for about, spell in now.items()}
    if status and status.value == LOOKED_AFTER and values.get(LEGAL_STATUS) == values.get(PLACEMENT) == NONE:
        text = "The child is looked after, with no legal status and no placement. Give one of them, or another status."
        yield Impossible(text, status, now[LEGAL_STATUS])


def expected_soon(life: Life) -> Iterator[Impossible]:
    """A birth that is still to come is expected within a pregnancy, and not long ago."""
    unborn = next((spell for spell in life.of(STATUS) if spell.value == UNBORN and spell.ended_on is None), None)
    if unborn is None or life.born_on or life.expected_on is None:
        return
    first, last = (life.today + timedelta(days=days) for days in (-EXPECTED_WITHIN[0], EXPECTED_WITHIN[1]))
    if not first <= life.expected_on <= last:
        text = f"The child is unborn, and expected on {formatting.day(life.expected_on)}. {ONE}"
        yield Impossible(text, unborn, EXPECTED_DATE_OF_BIRTH)


def born_about_when_expected(life: Life) -> Iterator[Impossible]:
    """A child whose birth was expected is born in the last months of a pregnancy."""
    if life.born_on is None or life.expected_on is None:
        return
    first, last = (life.expected_on + timedelta(days=days) for days in (-BORN_WITHIN[0], BORN_WITHIN[1]))
    if not first <= life.born_on <= last:
        expected = formatting.day(life.expected_on)
        text = f"The birth was expected on {expected}, and {_born(life.born_on)}, which is too far from that day. {ONE}"
        yield Impossible(text, Spell(DATE_OF_BIRTH, life.born_on.isoformat()), EXPECTED_DATE_OF_BIRTH)


def looked_after_by(life: Life) -> Iterator[Impossible]:
    """Whoever is accommodated under an order or placed today is looked after. Records have rows of their own for it."""
    now = {spell.about: spell for spell in life.spells if spell.ended_on is None and spell.about != WORKER}
    status = now.get(STATUS)
    if status is None or status.value in (LOOKED_AFTER, NONE):
        return
    for about, is_so in ((LEGAL_STATUS, LOOKED_AFTER_BY.__contains__), (PLACEMENT, NONE.__ne__)):
        if (spell := now.get(about)) and is_so(spell.value):
            yield Impossible(f"The {_name(spell)} does not go with the {_name(status)}. {ONE}", spell, status)


CHECKS: tuple[Check, ...] = (
    expected_soon,
    born_about_when_expected,
    days_in_order,
    after_birth,
    worker_after_birth,
    one_at_a_time,
    old_enough,
    young_enough,
    within_its_limit,
    together,
    looked_after_somehow,
)

ONE, DAYS = "Correct one of them.", "Correct the days."
OF_THE_REGISTER: tuple[Check, ...] = (*CHECKS, looked_after_by)
_NAMES = {STATUS: "status", LEGAL_STATUS: "legal status", PLACEMENT: "placement", WORKER: "time of the worker"}


def _name(spell: Spell) -> str:
    return f"{_NAMES[spell.about]} {spell.value if spell.about == WORKER else spell.value.replace('_', ' ')}"


def _born(day: date) -> str:
    return f"the child was born on {formatting.day(day)}"


def _since(spell: Spell, life: Life) -> str:
    if spell.started_on:
        return f"began on {formatting.day(spell.started_on)}"
    return f"ran on {formatting.day(life.last_day(spell))}"


def _begins(spell: Spell, life: Life) -> str:
    return f"The {_name(spell)} {_since(spell, life)},"


def _days(spell: Spell) -> str:
    first = f"from {formatting.day(spell.started_on)}" if spell.started_on else "from an unknown day"
    return f"{first} to {formatting.day(spell.ended_on)}" if spell.ended_on else f"{first} on"


def _overlap(one: Spell, other: Spell) -> bool:
    """Whether two spells have a day in common for certain; one whose first day is unknown has its last."""
    firsts = [spell.started_on or (spell.ended_on or date.max) for spell in (one, other)]
    lasts = [spell.ended_on or date.max for spell in (one, other)]
    if one.ended_on is None and other.ended_on is None:
        return True
    return max(firsts) < min(lasts)
