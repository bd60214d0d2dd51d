"""Test cases of the protocol: answers as data (from YAML or JSON) and the outcomes expected of them.

    case: The new team leader was absent, and the record leaves it at that
    record: transfer_meeting
    today: 2026-03-01
    based_on: a_transfer_in_good_order    (starts from its answers; null removes one)
    answers: {new_team_leader_attended: absent}
    author: Sam Reed
    decisions: [{step: current_worker, outcome: approved, by: Ann Lee, on: 2026-03-02}]
    exceptions: [{reference: EX-1, statement: 315.4.1, authority: [team_leaders], approved: true}]
    managers: {new_head_of_service: Ann Lee}    (who holds the management posts, by side and rank)
    parameters: {key_event_days: 10}
    local_practice: true                  (also apply the council's own rules; default false)
    expect: {142.3.2: unmet}
    can_submit: false
    says: {142.3.2: absent}               (the message contains this text)
    goes_to: {142.3.2: new_team_leader_absence}    (the question that the finding links to)
    asks: {142.3.6: [transfer_date, meeting_date]}    (every question that is open for it; cells as 'siblings-0-name')
    steps: [current_worker, new_worker]   (keys of the steps that are active after these decisions)

All names but `answers` are optional. A file with none of these names is read as the answers themselves.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import partial
from typing import Any, NoReturn

from protocol.chains import StepSpec, chain
from protocol.days import date_from
from protocol.decisions import MOVES_TO, Decision, ExceptionDecision
from protocol.outcomes import Outcome
from protocol.parameters import ParameterError, Parameters, parameters_on
from protocol.statements import BY_ID, CHAPTERS, LOCAL, RECORDS, TRANSFER
from protocol.weighing import Weighing, weigh

_NAMES = frozenset(
    {
        *("case", "record", "today", "based_on", "answers", "author", "decisions", "exceptions", "parameters"),
        *("managers", "local_practice", "expect", "can_submit", "says", "goes_to", "asks", "steps"),
    }
)


class CaseError(ValueError):
    """The data is not a valid case; the message says where and why."""


@dataclass(frozen=True, slots=True)
class Case:
    """A parsed case. `answers` are as a record stores them; `expect`, `says`, `goes_to` and `asks` are by statement."""

    name: str
    record: str
    today: date
    answers: Mapping[str, Any]
    author: Mapping[str, Any] | None = None
    decisions: tuple[Decision, ...] = ()
    exceptions: tuple[ExceptionDecision, ...] = ()
    parameters: Mapping[str, Any] = field(default_factory=dict)
    expect: Mapping[str, Outcome] = field(default_factory=dict)
    can_submit: bool | None = None
    says: Mapping[str, str] = field(default_factory=dict)
    goes_to: Mapping[str, str] = field(default_factory=dict)
    asks: Mapping[str, list[str]] = field(default_factory=dict)
    managers: Mapping[str, Any] = field(default_factory=dict)
    steps: tuple[str, ...] = ()
    local_practice: bool = False


def read(data: object, *, today: date, base: Case | None = None) -> Case:
    """Build a Case from parsed YAML or JSON. `today` is used when the data has no `today`. Raises CaseError.

    `base` is the already parsed case that `based_on` names.
    """
    mapping = _mapping(data, "The file")
    if not _NAMES & mapping.keys():
        mapping = {"answers": mapping}
    if strange := sorted(map(str, mapping.keys() - _NAMES)):
        raise CaseError(f"A case has no {', '.join(strange)}")
    if mapping.get("based_on") and base is None:
        raise CaseError(f"based_on: the case {mapping['based_on']} is not at hand")
    record = mapping.get("record") or (base.record if base else TRANSFER)
    if record not in RECORDS:
        raise CaseError(f"record: must be one of {', '.join(RECORDS)}")
    answers = {**(base.answers if base else {}), **normalised(_mapping(mapping.get("answers"), "answers"))}
    day = _date(mapping.get("today"), "today") or (base.today if base else today)
    return Case(
        name=str(mapping.get("case", "")),
        record=record,
        today=day,
        answers={name: value for name, value in answers.items() if value is not None},
        author=_person(mapping.get("author")),
        decisions=tuple(_decision(one, day) for one in _list(mapping.get("decisions"), "decisions")),
        exceptions=tuple(_exception(one) for one in _list(mapping.get("exceptions"), "exceptions")),
        parameters=_parameters(mapping.get("parameters"), day),
        expect={_statement(key, "expect"): _outcome(value) for key, value in _pairs(mapping, "expect")},
        can_submit=mapping.get("can_submit"),
        says={_statement(key, "says"): str(value) for key, value in _pairs(mapping, "says")},
        goes_to={_statement(key, "goes_to"): str(value) for key, value in _pairs(mapping, "goes_to")},
        asks={_statement(key, "asks"): _list(value, "asks") for key, value in _pairs(mapping, "asks")},
        managers={post: _person(value) for post, value in _pairs(mapping, "managers")},
        steps=tuple(map(str, _list(mapping.get("steps"), "steps"))),
        local_practice=mapping.get("local_practice", False) is True,
    )


def read_files(files: Mapping[str, object], *, today: date) -> tuple[Case, ...]:
    """Build the cases of parsed files (path → content), in order.

    A file holds one case, or several under `cases` that inherit the file's other values. `based_on` is a file name
    without folder and extension. Raises CaseError, with the file's path.
    """
    return tuple(case for name in files for case in _cases_in(name, files, today))


def _cases_in(path: str, files: Mapping[str, object], today: date) -> list[Case]:
    shared = _mapping(files[path], path)
    several = _list(shared.pop("cases", [{}]), path)
    try:
        return [_with_base(shared, _mapping(one, "cases"), files, today) for one in several]
    except CaseError as error:
        raise CaseError(f"{path}: {error}") from error


def _with_base(shared: dict[str, Any], one: dict[str, Any], files: Mapping[str, object], today: date) -> Case:
    answers = {**_mapping(shared.get("answers"), "answers"), **_mapping(one.get("answers"), "answers")}
    data = {**shared, **one, "answers": answers}
    named = f"{data.get('based_on')}.yaml"
    path = next((other for other in files if other.rpartition("/")[2] == named), None)
    return read(data, today=today, base=_cases_in(path, files, today)[0] if path else None)


def weigh_case(
    case: Case,
    *,
    chapters: Collection[str] = frozenset(CHAPTERS),
    strict: bool = False,
    figures: Parameters | None = None,
) -> Weighing:
    """Weigh a case with the parameters of its day and its own overrides, or with `figures` instead of both.

    `chapters` are the sources in force; `local_practice` in the case adds the local rules. `strict`: see `weigh`.
    """
    weighed = partial(
        weigh,
        case.record,
        case.answers,
        today=case.today,
        parameters=figures or parameters_on(case.today, case.parameters),
        exceptions=case.exceptions,
        author=case.author,
        chapters={*chapters, LOCAL} if case.local_practice else chapters,
        strict=strict,
    )
    found = weighed(decisions=case.decisions)
    return weighed(**accepting(case, found)) if to_accept(found) else found


def accepting(case: Case, weighing: Weighing) -> dict[str, Any]:
    """The decisions of a case with the parts of those who decided, and what its undecided steps ask for."""
    steps, decided = steps_of(case, weighing), {one.step for one in case.decisions}
    parts = {step.key: step.part for step in steps}
    return {
        "decisions": tuple(replace(one, part=parts.get(one.step, "")) for one in case.decisions),
        "awaited": frozenset(ask.name for step in steps if step.key not in decided for ask in step.asks),
    }


def to_accept(weighing: Weighing) -> tuple[str, ...]:
    """The statements that are to be accepted as not met, whether they have been or not."""
    return tuple(one.statement for one in (*weighing.to_accept, *weighing.accepted))


def steps_of(case: Case, weighing: Weighing) -> tuple[StepSpec, ...]:
    """The active steps of a case after its decisions."""
    return chain(
        case.record,
        case.answers,
        author=case.author,
        decisions=case.decisions,
        managers=case.managers,
        accepts=to_accept(weighing),
        switches=parameters_on(case.today, case.parameters).switches,
    )


def differences(case: Case, weighing: Weighing) -> list[str]:
    """One line for each way in which a weighing differs from what the case expects; [] when it fits."""
    found = []
    for statement, outcome in case.expect.items():
        finding = weighing.get(statement)
        if finding is None or finding.outcome is not outcome:
            actual = f"{finding.outcome}: {finding.message}" if finding else "nothing"
            found.append(f"{statement} should be {outcome}, not {actual}")
    for statement, piece in case.says.items():
        message = _of(weighing, statement, "message")
        if piece.casefold() not in message.casefold():
            found.append(f"{statement} should say {piece!r}, not {message!r}")
    for statement, question in case.goes_to.items():
        if _of(weighing, statement, "question") != question:
            found.append(f"{statement} should go to {question}, not {_of(weighing, statement, 'question')}")
    found += _asks_otherwise(case, weighing)
    asked = tuple(step.key for step in steps_of(case, weighing))
    if case.steps and asked != case.steps:
        found.append(f"steps should be {', '.join(case.steps)}, not {', '.join(asked)}")
    if case.can_submit is not None and case.can_submit is not weighing.can_submit:
        stops = ", ".join(f"{one.statement} {one.outcome}" for one in weighing.stops_submission)
        found.append(f"can_submit should be {case.can_submit}; what stops it: {stops or 'nothing'}")
    return found


def _asks_otherwise(case: Case, weighing: Weighing) -> list[str]:
    found = []
    for statement, questions in case.asks.items():
        finding = weighing.get(statement)
        asked = [part.question for part in finding.open_parts] if finding else []
        if asked != questions:
            found.append(f"{statement} should ask for {questions}, not {asked}")
    return found


def _of(weighing: Weighing, statement: str, name: str) -> str:
    return getattr(weighing.get(statement), name, None) or ""


def normalised(value: Any) -> Any:
    """Convert parsed YAML to stored values, recursively: booleans to 'yes' and 'no', dates to YYYY-MM-DD."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): normalised(one) for key, one in value.items()}
    return [normalised(one) for one in value] if isinstance(value, list) else value


def _decision(data: object, today: date) -> Decision:
    mapping = _mapping(data, "decisions")
    step, outcome = mapping.get("step"), mapping.get("outcome", "approved")
    if not isinstance(step, str) or not isinstance(outcome, str):
        raise CaseError("decisions: each needs a step and an outcome")
    on = _date(mapping.get("on"), "decisions: on") or today
    stated = normalised(_mapping(mapping.get("stated"), "decisions: stated"))
    return Decision(step, outcome, _person(mapping.get("by")) or {}, on, stated)


def _exception(data: object) -> ExceptionDecision:
    mapping = _mapping(data, "exceptions")
    ranks = mapping.get("authority", [])
    return ExceptionDecision(
        reference=str(mapping.get("reference", "")),
        statement=_statement(mapping.get("statement"), "exceptions"),
        authority=frozenset([ranks] if isinstance(ranks, str) else map(str, _list(ranks, "exceptions: authority"))),
        approved=mapping.get("approved") is True,
        review_on=_date(mapping.get("review_on"), "exceptions: review_on"),
        child_stays=mapping.get("child_stays") is True,
        moves_to={question: _person(mapping.get(question)) for question in MOVES_TO},
        moves_on=_date(mapping.get("move_on"), "exceptions: move_on"),
    )


def _parameters(data: object, day: date) -> dict[str, Any]:
    own = _mapping(data, "parameters")
    try:
        parameters_on(day, own)
    except ParameterError as error:
        raise CaseError(f"parameters: {error}") from error
    return own


def _pairs(mapping: Mapping[str, Any], name: str) -> Collection[tuple[str, Any]]:
    return _mapping(mapping.get(name), name).items()


def _statement(value: object, where: str) -> str:
    return value if isinstance(value, str) and value in BY_ID else _refuse(f"{where}: there is no statement {value}")


def _outcome(value: object) -> Outcome:
    try:
        return Outcome(str(value))
    except ValueError:
        _refuse(f"expect: {value} is not an outcome")


def _mapping(value: object, where: str) -> dict[str, Any]:
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise CaseError(f"{where}: must be names with values")
    # YAML parses the key `on` as the boolean true.
    return {"on" if key is True else str(key): one for key, one in value.items()}


def _list(value: object, where: str) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else _refuse(f"{where}: must be a list")


def _date(value: object, where: str) -> date | None:
    if value is None:
        return None
    return date_from(normalised(value)) or _refuse(f"{where}: must be a date, such as 2026-03-01")


def _person(value: object) -> dict[str, Any] | None:
    if isinstance(value, str):
        return {"name": value}
    return _mapping(value, "a person") if value else None


def _refuse(problem: str) -> NoReturn:
    raise CaseError(problem)
