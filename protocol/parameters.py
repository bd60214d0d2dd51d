"""The parameters that apply on a day, with a council's own values checked and applied."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from types import MappingProxyType

from protocol.answers import UndeclaredReadError
from protocol.figures import FIGURES, Parameter, Value
from protocol.local.figures import LOCAL_FIGURES
from protocol.retention_figures import RETENTION_FIGURES

PARAMETERS: Mapping[str, Parameter] = MappingProxyType(
    {figure.name: figure for figure in (*FIGURES, *LOCAL_FIGURES, *RETENTION_FIGURES)}
)
SWITCHES = frozenset(figure.name for figure in PARAMETERS.values() if figure.switch)
# (least, most) pairs: the first must not exceed the second.
_SPANS = (("management_notice_least_days", "management_notice_most_days"),)


class ParameterError(ValueError):
    """A council's own value is invalid. name: the parameter; problem: why."""

    def __init__(self, name: str, problem: str) -> None:
        super().__init__(f"{name}: {problem}")
        self.name = name
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Parameters:
    """The parameters that apply on one day. `p["key_event_days"]` is a number, `p.several(name)` a tuple."""

    on: date
    values: Mapping[str, Value]

    def __getitem__(self, name: str) -> int:
        value = self.values[name]
        if isinstance(value, tuple):
            raise TypeError(f"{name} is several numbers")
        return value

    def several(self, name: str) -> tuple[int, ...]:
        """The values of a parameter that is a list of numbers, such as ages."""
        value = self.values[name]
        return value if isinstance(value, tuple) else (value,)

    @property
    def switches(self) -> frozenset[str]:
        """The figures that are switched on; scopes of statements and chains depend on them."""
        return frozenset(name for name in SWITCHES if self.values.get(name))

    def limited_to(self, names: Collection[str]) -> "Parameters":
        """The same parameters, where reading one that is not in `names` raises UndeclaredReadError."""
        return Parameters(self.on, _Limited({name: self.values[name] for name in names}))


class _Limited(dict[str, Value]):
    def __missing__(self, name: str) -> Value:
        raise UndeclaredReadError(name)


def parameters_on(day: date, overrides: Mapping[str, object] | None = None) -> Parameters:
    """The parameters that apply on `day`, with a council's `overrides` (name → value).

    Raises ParameterError for an override with an unknown name or an invalid value.
    """
    standard = _standard(day)
    if not overrides:
        return standard
    own = {name: checked(name, value) for name, value in overrides.items()}
    figures = Parameters(day, MappingProxyType({**standard.values, **own}))
    for least, most in _SPANS:
        if figures[least] > figures[most]:
            name, than = (least, f"more than {most}") if least in own else (most, f"less than {least}")
            raise ParameterError(name, f"must not be {than}")
    return figures


def checked(name: str, value: object) -> Value:
    """A council's own value, converted for rules (lists become tuples). Raises ParameterError when it is invalid."""
    figure = PARAMETERS.get(name)
    if figure is None:
        raise ParameterError(name, "there is no figure of this name")
    if figure.switch:
        return _switched(figure, value)
    if not figure.is_several:
        return _possible(figure, value)
    if not isinstance(value, list | tuple) or not value:
        raise ParameterError(name, "must be a list of numbers")
    return tuple(_possible(figure, number) for number in value)


def _switched(figure: Parameter, value: object) -> int:
    if not isinstance(value, bool):
        raise ParameterError(figure.name, "must be true or false")
    return int(value)


def _possible(figure: Parameter, number: object) -> int:
    if isinstance(number, bool) or not isinstance(number, int):
        raise ParameterError(figure.name, "must be a whole number")
    if not figure.least <= number <= figure.most:
        limits = f"must be between {figure.least} and {figure.most} {figure.unit}"
        raise ParameterError(figure.name, limits)
    return number


@lru_cache(maxsize=256)
def _standard(day: date) -> Parameters:
    return Parameters(day, MappingProxyType({name: figure.on(day) for name, figure in PARAMETERS.items()}))
