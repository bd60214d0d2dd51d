"""Questions that are answered with somebody or something of the register: staff, teams, children.

No form reads the register. A section says which names it could not settle (`Section.pickers`), the view
looks them up, and `resolve` is given what was found.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from forms.engine.cleaning import tidy_line
from forms.engine.question import Posted, Question
from forms.engine.text import TEXT_LIMIT
from forms.engine.wording import as_subject

Match = Mapping[str, Any]
SHOWN_MATCHES = 10
LONGEST_SHOWN = 80  # characters of a typed name that a message repeats


def _same(one: str, other: str) -> bool:
    return " ".join(one.split()).casefold() == " ".join(other.split()).casefold()


class PickerQuestion(Question):
    """Picked from the register by typing part of a name; works as plain text where there is no script.

    raw: {"text": what was typed, "id": the id that came with it or "", "picked": the radio chosen among
    several or ""}; data: {"id": int, "name": str}, the id absent when only a name is known.
    anyone: a name that is not in the register is an answer too (somebody who has left).
    """

    blank = {"text": "", "id": "", "picked": ""}
    several: ClassVar[str] = "Select who you mean"
    nobody: ClassVar[str] = ""

    def __init__(self, label: str, *, anyone: bool = False, fixed: bool = False, **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.anyone, self.fixed = anyone, fixed

    def posted(self, posted: Posted, name: str) -> dict[str, str] | None:
        text = posted.get(name)
        if text is None:
            return None
        ids = posted.getlist(f"{name}-id")
        # The radios among several matches stand before the hidden field of the same name.
        return {"text": text, "id": ids[-1] if ids else "", "picked": ids[0] if len(ids) > 1 else ""}

    def tidy(self, raw: Any) -> dict[str, str]:
        boxes = raw if isinstance(raw, dict) else {"text": raw}
        tidied = {box: tidy_line(typed) if isinstance(typed := boxes.get(box), str) else "" for box in self.blank}
        return tidied if tidied["text"] else self.blank

    def parse(self, raw: dict[str, str], kept: Any) -> tuple[dict[str, Any] | None, str]:
        if len(raw["text"]) > TEXT_LIMIT:
            return None, f"{as_subject(self.thing)} must be {TEXT_LIMIT} characters or fewer"
        if isinstance(kept, dict) and not raw["picked"] and _is_still(raw, kept):
            return dict(kept), ""
        return None, f"Select {self.thing} from the register"

    @property
    def unsettled(self) -> bool:
        """Whether something was typed that only the register can settle."""
        return self.data is None and 0 < len(self.raw["text"]) <= TEXT_LIMIT

    def resolve(self, matches: Iterable[Match]) -> None:
        """Settles what was typed, given who the register has for it: each {"id": int, "name": str, "detail": str}.

        Chosen: the one whose radio was picked, whose id came with the very name, whose name alone is
        exactly what was typed, or the only one. Otherwise the error says so, and the text stays typed.
        """
        found = list(matches)
        chosen = self._chosen(found)
        self.matches, self.error = (), ""
        if chosen is not None:
            self.data = {"id": chosen["id"], "name": chosen["name"]}
            self.raw = self.as_raw(self.data)
        elif self.anyone:
            self.data = {"name": self.raw["text"]}
        elif found:
            self.matches = tuple(found[:SHOWN_MATCHES])
            self.error = self.message(self.several)
        else:
            self.error = self.message(self.nobody).replace("NAME", self._short_text())

    def _chosen(self, found: list[Match]) -> Match | None:
        text, typed_id, picked = self.raw["text"], self.raw["id"], self.raw["picked"]
        exact = [match for match in found if _same(match["name"], text)]
        for match in found:
            if str(match["id"]) == picked or (str(match["id"]) == typed_id and match in exact):
                return match
        if len(exact) == 1:
            return exact[0]
        return found[0] if len(found) == 1 and not self.anyone else None

    def _short_text(self) -> str:
        text = self.raw["text"]
        return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"

    def as_raw(self, answer: Any) -> dict[str, str]:
        if isinstance(answer, str):
            answer = {"name": answer}
        if not isinstance(answer, dict) or not isinstance(answer.get("name"), str):
            return self.blank
        known = answer.get("id")
        return {"text": answer["name"], "id": "" if known is None else str(known), "picked": ""}


class StaffQuestion(PickerQuestion):
    """A member of staff."""

    kind = "staff"
    nobody = (
        "No one called NAME is in the register: check the spelling, or type part of the name or the registration number"
    )


class TeamQuestion(PickerQuestion):
    """A team."""

    kind = "team"
    several = "Select which team you mean"
    nobody = "No team called NAME is in the register: check the spelling or type part of the name"


class ChildQuestion(PickerQuestion):
    """A child. fixed: settled when the record was started, and never read from a post again."""

    kind = "child"
    several = "Select which child you mean"
    nobody = "No child called NAME is in the register: check the spelling, or type part of the name or the local id"


def _is_still(raw: Mapping[str, str], kept: Mapping[str, Any]) -> bool:
    known = kept.get("id")
    return _same(str(kept.get("name", "")), raw["text"]) and raw["id"] == ("" if known is None else str(known))
