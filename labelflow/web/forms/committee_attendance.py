"""The attendance sheet: one line a member, in the room, remote, represented or away."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import wtforms
from wtforms.validators import ValidationError

from labelflow.i18n import _, _l
from labelflow.web.committee_words import PRESENCES
from labelflow.web.forms.base import BaseForm
from labelflow.web.forms.fields import SelectField
from labelflow.web.forms.told import Told, clean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from werkzeug.datastructures import MultiDict

    from labelflow.queries.attendance import Sheet

SEAT: Final = "membre-"
"""Prefix of the field of a member, before their identifier."""
PROXY: Final = "proxy"


@dataclass(frozen=True, slots=True)
class Presence:
    """What is recorded of a member, and who holds their proxy."""

    kind: str = ""
    holder: str = ""


class PresenceField(Told, wtforms.Field):
    """Radios `<name>` and, for a proxy, a list `<name>-pouvoir`; `data` is a Presence."""

    sheet = "presence"
    macro = "presence"

    def __init__(self, label: object = None, *, others: Sequence[tuple[str, str]] = (), **options: Any) -> None:
        self.others = tuple(others)
        self.note = options.pop("note", "")
        super().__init__(label, required=_("Dites qui est là."), **options)

    @property
    def kinds(self) -> list[tuple[str, object]]:
        """(code, words) pairs."""
        return list(PRESENCES.items())

    @property
    def anchor(self) -> str:
        return f"{self.id}-0"

    @property
    def is_blank(self) -> bool:
        return not self.data.kind

    def process_data(self, value: Presence | None) -> None:
        self.data = value or Presence()

    def process(self, formdata: MultiDict[str, str] | None, *arguments: Any, **options: Any) -> None:
        self._sent = formdata
        super().process(formdata, *arguments, **options)

    def process_formdata(self, valuelist: list[str]) -> None:
        assert self._sent is not None
        holder = clean(self._sent.get(f"{self.name}-pouvoir", ""))
        self.data = Presence(clean(valuelist[0]) if valuelist else "", holder)

    def check(self) -> None:
        known = {code for code, _name in self.others}
        if self.data.kind not in PRESENCES or (self.data.holder and self.data.holder not in known):
            raise ValidationError(_("Choisissez une des réponses proposées."))
        if self.data.kind == PROXY and not self.data.holder:
            raise ValidationError(_("%(name)s : dites à qui va le pouvoir.", name=self.label.text))
        if self.data.kind == "away" and self.data.holder:
            raise ValidationError(_("%(name)s : cochez « Pouvoir », ou ne choisissez personne.", name=self.label.text))


class AttendanceForm(BaseForm):
    """Who presides, then every member."""

    chair = SelectField(
        _l("Qui préside la séance"),
        required=_l("Choisissez qui préside la séance."),
        blank=_l("Choisissez dans la liste"),
        hint=_l("La présidence, ou une vice-présidence quand elle n’est pas là."),
    )

    @property
    def presences(self) -> dict[str, tuple[str, str | None]]:
        """Member → what is recorded of them, and who holds their proxy."""
        seats = [field for field in self if isinstance(field, PresenceField)]
        return {
            field.name.removeprefix(SEAT): (
                field.data.kind,
                field.data.holder if field.data.kind == PROXY else None,
            )
            for field in seats
        }


def attendance_form(sheet: Sheet, *, seen: int, everybody: bool = False) -> AttendanceForm:
    """The form of a sheet. `everybody`: whoever was not recorded yet is taken for present, to spare clicks."""
    people = [(seat.person.public_id, seat.person.name) for seat in sheet.seats]
    presiding = [(person.public_id, person.name) for person in sheet.presiding]
    fields = {
        f"{SEAT}{seat.person.public_id}": PresenceField(
            seat.person.name,
            others=[one for one in people if one[0] != seat.person.public_id],
            note=_("peut présider") if seat.person.public_id in dict(presiding) else "",
            default=Presence(seat.presence or ("present" if everybody else "away"), seat.holder),
        )
        for seat in sheet.seats
    }
    form = AttendanceForm.with_fields(fields)(seen=seen, chair=sheet.chair or (presiding[0][0] if presiding else ""))
    form.chair.choices = presiding
    return form
