"""Fields for dates: three boxes, which every person and every device can fill."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Any

import wtforms
from wtforms.validators import ValidationError

from labelflow.clock import PARIS
from labelflow.i18n import _, _l, day_in_words
from labelflow.web.forms.told import Told, clean

if TYPE_CHECKING:
    from werkzeug.datastructures import MultiDict

PARTS = ("day", "month", "year")
NAMES = {"day": _l("le jour"), "month": _l("le mois"), "year": _l("l’année")}
_CLOCK = re.compile(r"([01]?\d|2[0-3])\s*(?:[h:]\s*([0-5]\d)?)?", re.IGNORECASE)


class DateField(Told, wtforms.Field):
    """A day. The boxes are `<name>-day`, `<name>-month`, `<name>-year`; an ISO date in `<name>` is read too."""

    sheet = "date"
    macro = "date"
    with_time = False

    def __init__(
        self, label: object = None, *, earliest: date | None = None, latest: date | None = None, **options: Any
    ) -> None:
        self.earliest = earliest
        self.latest = latest
        self.boxes = dict.fromkeys((*PARTS, "time"), "")
        self.wrong: tuple[str, ...] = ()
        super().__init__(label, **options)

    @property
    def anchor(self) -> str:
        return f"{self.id}-{self.wrong[0] if self.wrong else 'day'}"

    @property
    def is_blank(self) -> bool:
        return self.data is None and not self.wrong

    def process_data(self, value: date | None) -> None:
        self.data = value
        if value is not None:
            self.boxes.update(day=str(value.day), month=str(value.month), year=str(value.year))

    def process(self, formdata: MultiDict[str, str] | None, *arguments: Any, **options: Any) -> None:
        self._sent = formdata
        super().process(formdata, *arguments, **options)

    def process_formdata(self, _valuelist: list[str]) -> None:
        assert self._sent is not None
        for part in self.boxes:
            self.boxes[part] = clean(self._sent.get(f"{self.name}-{part}", ""))
        iso = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", clean(self._sent.get(self.name, "")))
        if iso:
            self.boxes.update(zip(("year", "month", "day"), iso.groups(), strict=True))
        self.data = self.read() if any(self.boxes.values()) else None

    def read(self) -> date:
        """The day in the boxes. Raises ValueError with an instruction."""
        self.wrong = tuple(part for part in PARTS if not self.boxes[part])
        if self.wrong:
            raise ValueError(_("Indiquez %(parts)s.", parts=_(" et ").join(str(NAMES[part]) for part in self.wrong)))
        self.wrong = tuple(part for part in PARTS if not self.boxes[part].isdecimal())
        if self.wrong:
            raise ValueError(_("Écrivez la date en chiffres, par exemple 24 11 2026."))
        if len(self.boxes["year"]) != 4:  # noqa: PLR2004 - digits of a year
            self.wrong = ("year",)
            raise ValueError(_("Écrivez l’année avec ses quatre chiffres."))
        try:
            return date(*(int(self.boxes[part]) for part in reversed(PARTS)))
        except ValueError as error:
            self.wrong = PARTS
            raise ValueError(_("Cette date n’existe pas : vérifiez le jour et le mois.")) from error

    def check(self) -> None:
        day = self.data.astimezone(PARIS).date() if isinstance(self.data, datetime) else self.data
        if self.earliest and day < self.earliest:
            raise ValidationError(_("Choisissez une date à partir du %(day)s.", day=day_in_words(self.earliest)))
        if self.latest and day > self.latest:
            raise ValidationError(_("Choisissez une date jusqu’au %(day)s.", day=day_in_words(self.latest)))


class MomentField(DateField):
    """A day and an hour in Paris; `data` is an instant in UTC."""

    with_time = True

    def process_data(self, value: date | None) -> None:
        local = value.astimezone(PARIS) if isinstance(value, datetime) else None
        super().process_data(local)
        self.data = value
        if local:
            self.boxes["time"] = f"{local:%H:%M}"

    def read(self) -> datetime:
        day = super().read()
        found = _CLOCK.fullmatch(self.boxes["time"])
        if not found:
            self.wrong = ("time",)
            raise ValueError(_("Indiquez l’heure, par exemple 14:30."))
        hour = time(int(found[1]), int(found[2] or 0))
        return datetime.combine(day, hour, tzinfo=PARIS).astimezone(UTC)
