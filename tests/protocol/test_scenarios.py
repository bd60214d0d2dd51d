"""What really happens can be written down as it is: no answer is untrue, and it goes ahead or says through whom.

The situations in `scenarios` are whole records. `then` says what becomes of one: `decides`, the posts that confirm or
decide; `accepts`, statement → the posts that have to accept by name that it is not met; `departs`, what is not done for
a reason; `needs`, statement → the posts of the exception decision without which it cannot be submitted; `lifted`, what
such a decision lifts; `unsaid`, what only has to be answered; `another_record`, what belongs on another kind of record.
"""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from protocol import RECORDS
from protocol.casefile import Case, read
from tests.protocol.loading import ANY_DAY, load_case
from tests.protocol.ways_out import WaysOut, as_asked, untrue, ways_out

FOLDER = Path(__file__).with_name("scenarios")
AT_LEAST = 60


def _scenarios() -> Iterator[tuple[Case, dict[str, Any]]]:
    for path in sorted(FOLDER.glob("*.yaml")):
        shared = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
        for one in shared.pop("cases"):
            then, own = one.pop("then"), {**shared.get("answers", {}), **one.get("answers", {})}
            data = {**shared, **one, "answers": own}
            yield as_asked(read(data, today=ANY_DAY, base=load_case(data["based_on"])), own), then


SCENARIOS = list(_scenarios())
every_scenario = pytest.mark.parametrize("case, then", SCENARIOS, ids=[case.name for case, _ in SCENARIOS])


@every_scenario
def test_nothing_untrue_has_to_be_answered(case: Case, then: dict[str, Any]) -> None:
    assert untrue(case) == []


@every_scenario
def test_it_goes_ahead_or_says_through_whom(case: Case, then: dict[str, Any]) -> None:
    found = {name: value for name, value in ways_out(case)._asdict().items() if value}
    assert {name: _plain(value) for name, value in found.items()} == then


def test_there_are_many_of_them_over_all_kinds_of_record() -> None:
    names = Counter(case.name for case, _ in SCENARIOS)
    assert [name for name, times in names.items() if times > 1 or " " not in name] == []
    assert len(names) >= AT_LEAST
    assert {case.record for case, _ in SCENARIOS} == set(RECORDS)
    assert {name for _, then in SCENARIOS for name in then} == set(WaysOut._fields) - {"stuck"}


def _plain(value: Any) -> Any:
    return {key: list(posts) for key, posts in value.items()} if isinstance(value, dict) else list(value)
