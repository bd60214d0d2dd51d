"""The errors of a page: of invalid input at once, of blanks on continue."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from forms.engine.question import Question


class PageErrors:
    """What a section says is wrong with its page. Its questions and their errors are the section's."""

    # Section has these two. They cannot be marked as abstract: a form has the metaclass of WTForms, not that of ABC.
    def leaves(self) -> list[Question]:
        """All questions and cells that have an error slot."""
        raise NotImplementedError

    def errors_on_continue(self, all_answers: Mapping[str, Any] | None = None) -> dict[str, str]:
        """Name → error of invalid input and of missing answers, on continue."""
        raise NotImplementedError

    def crosscheck(self) -> dict[str, str]:
        """Name → error that several answers cause together. For subclasses; never about blanks."""
        return {}

    def check_together(self) -> dict[str, str]:
        """Name → error about blanks that depends on several answers. For subclasses; called on continue."""
        return {}

    def validate(self, extra_validators: Any = None) -> bool:
        """Whether the page has no errors on continue, given the stored answers of other pages."""
        return not self.errors_on_continue()

    def error_links(self, errors: Mapping[str, str]) -> list[dict[str, str]]:
        """Items of the error summary, {"text", "href"}, in page order. What has no place leads to the whole form."""
        targets = {leaf.name: "section-form" if leaf.fixed else leaf.focus_id for leaf in self.leaves()}
        places = {name: place for place, name in enumerate(targets)}
        in_order = sorted(errors, key=lambda name: places.get(name, len(places)))
        return [{"text": errors[name], "href": f"#{targets.get(name, name)}"} for name in in_order]
