"""The poll among teachers."""

from __future__ import annotations

from labelflow.i18n import _l
from labelflow.web.forms.fields import ChoicesField
from labelflow.web.forms.from_people import StampedForm


class PollForm(StampedForm):
    """Reasons to tick; the page gives them their words."""

    reasons = ChoicesField(_l("Une ou plusieurs raisons"), required=_l("Cochez au moins une raison."))
