"""`/annuaire/flux.atom`: labels granted, renewed, suspended, reinstated, ended."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from flask import render_template

from labelflow.db import settings
from labelflow.i18n import _l
from labelflow.queries.changes import latest
from labelflow.web.access import public
from labelflow.web.limits import limit_reads
from labelflow.web.open_data.answers import published
from labelflow.web.open_data.records import holder_url
from labelflow.web.programme import site_programme
from labelflow.web.reuse import reuse

if TYPE_CHECKING:
    from collections.abc import Mapping

    from babel.support import LazyProxy
    from flask.typing import ResponseReturnValue

    from labelflow.queries.changes import Change

TITLES: Final[Mapping[str, LazyProxy]] = {
    "granted": _l("Label attribué"),
    "renewed": _l("Label renouvelé"),
    "reinstated": _l("Label rétabli"),
    "suspended": _l("Label suspendu"),
    "withdrawn": _l("Label retiré"),
    "expired": _l("Label arrivé à son terme"),
    "superseded": _l("Label remplacé par un autre"),
    "annulled": _l("Label annulé"),
    "not_in_force": _l("Label qui n’est plus en vigueur"),
}
NEVER_IN_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
NOTHING_YET: Final = datetime(2026, 1, 1, tzinfo=UTC)


@reuse.get("/annuaire/flux.atom")
@public
@limit_reads
def feed() -> ResponseReturnValue:
    changes = latest(site_programme().code)
    entries = [_entry(one) for one in changes]
    updated = changes[0].at if changes else NOTHING_YET
    text = render_template(
        "reuse/feed.xml", programme=site_programme(), base=settings().base_url, entries=entries, updated=_at(updated)
    )
    return published(NEVER_IN_XML.sub("", text).encode(), "application/atom+xml; charset=utf-8")


def _entry(one: Change) -> dict[str, str]:
    host = urlsplit(settings().base_url).hostname
    label = one.label
    return {
        "id": f"tag:{host},{one.at.date().isoformat()}:label/{label.number}/{one.number}",
        "title": f"{TITLES[one.kind]} : {label.holder_name}".replace(" :", "\u00a0:"),
        "kind": one.kind,
        "updated": _at(one.at),
        "number": label.number,
        "commune": label.structure.commune,
        "verify": f"{settings().base_url}/v/{label.number}",
        "holder": holder_url(label.structure, label.holder_name),
    }


def _at(instant: datetime) -> str:
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
