"""`/donnees-ouvertes/api`: the document of the API, for people."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from markupsafe import Markup, escape

from labelflow.db import settings
from labelflow.errors import NotFound
from labelflow.i18n import _
from labelflow.web.access import public
from labelflow.web.limits import DUMPS_PER_NETWORK, READS_PER_NETWORK
from labelflow.web.page import page
from labelflow.web.reuse import reuse

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from flask.typing import ResponseReturnValue

QUOTED: Final = re.compile(r"«[ \u00a0]([\w.=\"-]+)[ \u00a0]»")
KINDS: Final[Mapping[str, str]] = {
    "string": "texte",
    "integer": "nombre entier",
    "number": "nombre",
    "boolean": "vrai ou faux",
    "null": "rien",
    "object": "objet",
}


class Member(NamedTuple):
    """A parameter, or a member of an answer."""

    name: str
    kind: str
    described: Markup
    example: str


class Operation(NamedTuple):
    """One address."""

    method: str
    path: str
    summary: str
    parameters: list[Member]
    answers: str
    example: str


@reuse.get("/donnees-ouvertes/api")
@public
def guide() -> ResponseReturnValue:
    from labelflow.web.api.document import document  # noqa: PLC0415 - schemas are made when somebody asks for them

    told = document()
    return page(
        "reuse/api.html",
        base=told["servers"][0]["url"],
        operations=list(_operations(told)),
        shapes=[(name, _plain(one)) for name, one in told["components"]["schemas"].items()],
        reads=READS_PER_NETWORK.partition(" ")[0],
        dumps=DUMPS_PER_NETWORK.partition(" ")[0],
    )


@reuse.get("/donnees-ouvertes/api/<string:shape>")
@public
def shape(shape: str) -> ResponseReturnValue:
    """One shape of an answer: all of them on one page would weigh more than most visits."""
    from labelflow.web.api.document import document  # noqa: PLC0415 - as above

    known = document()["components"]["schemas"]
    if shape not in known:
        raise NotFound
    return page(
        "reuse/shape.html", shape=shape, described=_plain(known[shape]), members=_members(known[shape]), known=known
    )


def _operations(told: Mapping[str, Any]) -> Iterator[Operation]:
    for path, ways in told["paths"].items():
        for method, one in ways.items():
            parameters = [
                Member(each["name"], _kind(each["schema"]), words(each["description"]), str(each.get("example", "")))
                for each in one["parameters"]
            ]
            content = one["responses"]["200"]["content"]["application/json"]["schema"]
            filled = path
            for each in one["parameters"]:
                filled = filled.replace("{" + each["name"] + "}", str(each.get("example", "")))
            example = f"curl {settings().base_url}/api/v1{filled}"
            if method == "post":
                example += " --data-binary @attestation.pdf -H 'Content-Type: application/octet-stream'"
            yield Operation(method.upper(), path, one["summary"], parameters, _kind(content), example)


def _members(schema: Mapping[str, Any]) -> list[Member]:
    return [
        Member(name, _kind(one), words(one.get("description", "")), ", ".join(map(str, one.get("examples", ()))))
        for name, one in schema.get("properties", {}).items()
    ]


def _plain(schema: Mapping[str, Any]) -> str:
    return str(schema.get("description", ""))


def _kind(schema: Mapping[str, Any]) -> str:
    """« texte », « liste de Label », « nombre, ou rien »."""
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "anyOf" in schema:
        return _(" ou ").join(_kind(one) for one in schema["anyOf"])
    if schema.get("type") == "array":
        return _("liste : %(kind)s", kind=_kind(schema["items"]))
    return KINDS.get(str(schema.get("type")), _("objet"))


def words(text: str) -> Markup:
    """A description, its codes shown as such."""
    return Markup(QUOTED.sub(r"<code>\1</code>", str(escape(text)).replace("&#34;", '"')))  # noqa: S704 - escaped, then ours
