"""Questions answered with an entry of the register: staff, teams, children.

Forms do not read the register. A section lists the names that need a lookup (`Section.pickers`), the view looks them up
and passes the matches to `resolve`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from forms.engine.cleaning import tidy_line, unprintable_problem
from forms.engine.holders import Holders
from forms.engine.question import Posted, Question
from forms.engine.text import TEXT_LIMIT
from protocol.folding import address_in, same_name

Match = Mapping[str, Any]
CANNOT_HOLD = "Select {said}: NAME cannot take this part"
NOBODY_HOLDS = "Select {said}: nobody called NAME can take this part"
LONGEST_SHOWN = 80  # characters of a typed name that an error message repeats


class PickerQuestion(Question):
    """An entry of the register, found by typing part of its name; works without script.

    raw: {"text": as typed, "id": posted with it or "", "picked": id of the radio chosen among several matches or ""}.
    data: {"id": int, "name": str}, without id when only a name is known.
    anyone: also accept a name that is not in the register, such as somebody who has left.
    fixed: set when the record is started, and never read from a post.
    holders: who can hold the part; None: anybody of the register. keeps: an answer stays when they no longer can
    or have left.
    posts: of a fact, the roles whose holder the register is asked for, the first that somebody holds.
    nobody: what to say of a name that the register does not have.
    """

    blank = {"text": "", "id": "", "picked": ""}
    several: ClassVar[str] = "Select who you mean"
    nobody: str = ""

    def __init__(
        self,
        label: str,
        *,
        anyone: bool = False,
        fixed: bool = False,
        holders: Holders | None = None,
        keeps: bool = False,
        posts: tuple[str, ...] = (),
        nobody: str = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(label, **kwargs)
        self.nobody = nobody or self.nobody
        self.anyone, self.fixed, self.holders, self.keeps, self.posts = anyone, fixed, holders, keeps, posts

    def posted(self, posted: Posted, name: str) -> dict[str, str] | None:
        text = posted.get(name)
        if text is None:
            return None
        ids = posted.getlist(f"{name}-id")
        # The radios for several matches come before the hidden field of the same name.
        return {"text": text, "id": ids[-1] if ids else "", "picked": ids[0] if len(ids) > 1 else ""}

    def tidy(self, raw: Any) -> dict[str, str]:
        boxes = raw if isinstance(raw, dict) else {"text": raw}
        tidied = {box: tidy_line(typed) if isinstance(typed := boxes.get(box), str) else "" for box in self.blank}
        return tidied if tidied["text"] else self.blank

    def parse(self, raw: dict[str, str], stored: Any) -> tuple[dict[str, Any] | None, str]:
        if len(raw["text"]) > TEXT_LIMIT:
            return None, f"{self.subject} must be {TEXT_LIMIT} characters or fewer"
        if isinstance(stored, dict) and not raw["picked"] and _is_unchanged(raw, stored):
            return dict(stored), ""
        return None, f"Select {self.thing} from the register"

    @property
    def holders_here(self) -> Holders | None:
        """Who can hold the part by the answers of the record that it stands in."""
        return self.holders.among(self._form.answer_to) if self.holders else None

    @property
    def needs_lookup(self) -> bool:
        """Whether a name was typed that has to be looked up in the register."""
        text = self.raw["text"]
        return self.data is None and 0 < len(text) <= TEXT_LIMIT and not unprintable_problem(text)

    def resolve(self, matches: Iterable[Match], others: Iterable[Match] = ()) -> None:
        """Choose among the register's matches, each {"id": int, "name": str, "detail": str}, and set data or error.

        `others`: matches who cannot hold the part. Whoever means one of them is told so, and nobody is chosen instead.

        In order: the match whose radio was picked or whose id was posted with its name; the only one of the typed name,
        however it is written; the only match. Otherwise an error is set, and the text stays in `raw`. Two of the typed
        name are never told apart by how it is written: the person chooses.
        """
        found, others = list(matches), list(others)
        if barred := self._barred(found, others):
            self.refuse(barred)
            return
        namesakes = [match for match in found if same_name(match["name"], self.raw["text"])]
        chosen = self._chosen(found, namesakes)
        self.matches, self.error = (), ""
        if chosen is not None:
            self.data = {"id": chosen["id"], "name": chosen["name"]}
            self.raw = self.as_raw(self.data)
        elif self.anyone and not namesakes:
            self.data = {"name": self.raw["text"]}
        elif found:
            self.matches = tuple(found)
            self.error = self.message(self.several)
        else:
            nobody = self._who_can(NOBODY_HOLDS) if others else self.nobody
            self.error = self.message(nobody).replace("NAME", self._short_text())

    def refuse(self, match: Match) -> None:
        """Set the error that this person or team cannot hold the part; what was typed stays."""
        self.data, self.matches = None, ()
        who = f"{match['name']} ({match['detail']})" if match["detail"] else match["name"]
        self.error = self.message(self._who_can(CANNOT_HOLD)).replace("NAME", who)

    def _who_can(self, text: str) -> str:
        return text.replace("{said}", holders.said if (holders := self.holders_here) else "")

    def _barred(self, found: list[Match], others: list[Match]) -> Match | None:
        """The one who is meant and cannot hold the part: by id, or by a name that nobody else has."""
        typed_id, picked, text = self.raw["id"], self.raw["picked"], self.raw["text"]
        named = [match for match in others if same_name(match["name"], text)]
        meant = [match for match in others if str(match["id"]) == picked]
        meant += [match for match in named if str(match["id"]) == typed_id]
        if not any(same_name(match["name"], text) for match in found):
            meant += named or (others if len(others) == 1 and not found and not self.anyone else [])
        return meant[0] if meant else None

    def _chosen(self, found: list[Match], namesakes: list[Match]) -> Match | None:
        typed_id, picked = self.raw["id"], self.raw["picked"]
        for match in found:
            if str(match["id"]) == picked or (str(match["id"]) == typed_id and match in namesakes):
                return match
        if len(namesakes) == 1:
            return namesakes[0]
        alone = len(found) == 1 and (not self.anyone or address_in(self.raw["text"]))
        return found[0] if alone else None

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
    """A team.

    unless_same: a question; where its answer is also that to `follows`, the register does not know the team. A worker
    who stays with a child while the team changes is still in the old team.
    """

    kind = "team"
    asked_if_unknown = True
    several = "Select which team you mean"
    nobody = (
        "No team called NAME is in the register: check the spelling or type part of the name. Teams of other councils "
        "are not in it: a move to one is recorded in {case_system}, not here"
    )

    def __init__(self, label: str, *, unless_same: str = "", **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.unless_same = unless_same


class ChildQuestion(PickerQuestion):
    """A child."""

    kind = "child"
    several = "Select which child you mean"
    nobody = "No child called NAME is in the register: check the spelling, or type part of the name or the local id"


class RecordQuestion(PickerQuestion):
    """A record about a child, found by its whole reference.

    of: the column of its row that names the child. data: as of others, the name being the reference.
    """

    kind = "record"
    nobody = (
        "You can see no transfer or exception record about this child with the reference NAME that still stands: copy "
        "it from the top of that record, or start one"
    )

    def __init__(self, label: str, *, of: str, **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.of = of

    @property
    def child(self) -> Any:
        """The answer that names the child of its row; None where there is none."""
        return self.row.cells[self.of].data if self.row else None

    def parse(self, raw: dict[str, str], stored: Any) -> tuple[dict[str, Any] | None, str]:
        found, problem = super().parse(raw, stored)
        return found, problem and f"Enter {self.thing} as the top of that record shows it"


def _is_unchanged(raw: Mapping[str, str], stored: Mapping[str, Any]) -> bool:
    """Whether a post repeats the stored answer. A name without an id is the answer itself, so its spelling counts."""
    known, name = stored.get("id"), str(stored.get("name", ""))
    if known is None:
        return raw["id"] == "" and raw["text"] == tidy_line(name)
    return raw["id"] == str(known) and (raw["text"] == name or same_name(raw["text"], name))
