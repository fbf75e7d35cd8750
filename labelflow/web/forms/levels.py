"""The scale of a criterion: one of four described levels or another answer, and a comment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import wtforms
from wtforms.validators import ValidationError

from labelflow.i18n import _, number
from labelflow.web.forms.told import Told, clean

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from werkzeug.datastructures import MultiDict

COMMENT_LENGTH = 4000


@dataclass(frozen=True, slots=True)
class Answer:
    """What a reader or an applicant answers on a criterion; `value` is a level or the code of another answer."""

    value: str = ""
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Level:
    """One possible answer. `rank` draws its dots; None for answers that are no level (« sans objet »)."""

    value: str
    name: object
    words: object = ""
    rank: int | None = None


class LevelField(Told, wtforms.Field):
    """Radios `<name>` and a comment `<name>-comment`; `data` is an Answer.

    `comment_for` holds the answers that must be explained. Without `required` a draft may leave it blank.
    """

    sheet = "levels"
    macro = "levels"

    def __init__(
        self,
        label: object = None,
        *,
        levels: Sequence[Level] = (),
        comment_for: Collection[str] = (),
        code: str = "",
        **options: Any,
    ) -> None:
        self.levels = tuple(levels)
        self.comment_for = frozenset(comment_for)
        self.code = code
        self.aside = options.pop("aside", "")
        self.comment_label = options.pop("comment_label", None) or _("Commentaire")
        self.comment_is_missing = False
        super().__init__(label, **options)

    @property
    def anchor(self) -> str:
        return f"{self.id}-comment" if self.comment_is_missing else f"{self.id}-0"

    @property
    def is_blank(self) -> bool:
        return not self.data.value

    def process_data(self, value: Answer | None) -> None:
        self.data = value or Answer()

    def process(self, formdata: MultiDict[str, str] | None, *arguments: Any, **options: Any) -> None:
        self._sent = formdata
        super().process(formdata, *arguments, **options)

    def process_formdata(self, _valuelist: list[str]) -> None:
        assert self._sent is not None
        self.data = Answer(
            clean(self._sent.get(self.name, "")),
            clean(self._sent.get(f"{self.name}-comment", "")),
        )

    def check(self) -> None:
        if self.data.value not in {level.value for level in self.levels}:
            raise ValidationError(_("Choisissez une des réponses proposées."))
        self.comment_is_missing = self.data.value in self.comment_for and not self.data.comment
        if self.comment_is_missing:
            raise ValidationError(_("Expliquez cette réponse en une phrase ou deux."))
        if len(self.data.comment) > COMMENT_LENGTH:
            raise ValidationError(_("Écrivez au plus %(most)s caractères.", most=number(COMMENT_LENGTH)))
