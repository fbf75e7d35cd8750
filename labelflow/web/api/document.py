"""The OpenAPI 3.1 document: written from the types and the parameters that the API itself is held to (decision 19)."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from pydantic import TypeAdapter

from labelflow import __version__
from labelflow.db import settings
from labelflow.web.api import actions, labels, structures
from labelflow.web.api import verified_shapes as verified
from labelflow.web.open_data import LICENCE, LICENCE_URL, shapes
from labelflow.web.problems import MEDIA_TYPE
from labelflow.web.programme import site_programme

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from labelflow.web.api.parameters import Parameter

JSON: Final = "application/json"
SCHEMAS: Final = "#/components/schemas/"
ROOTS: Final[tuple[type, ...]] = (
    shapes.LabelList, shapes.LabelEntry, shapes.StructureList, shapes.StructureEntry, shapes.ActionList,
    shapes.ActionEntry, verified.Verification, verified.Problem,
)  # fmt: skip
FAULTS: Final[Mapping[str, str]] = {
    "400": "L’adresse dit quelque chose qui n’a pas été compris ; « detail » dit quoi.",
    "404": "Rien de tel.",
    "429": "Trop de demandes ; l’en-tête Retry-After dit quand recommencer.",
}


class Path(NamedTuple):
    """A parameter in the path of an address."""

    name: str
    description: str
    example: str


class Read(NamedTuple):
    """One address that is read by GET."""

    path: str
    summary: str
    answers: type
    parameters: Callable[[], Sequence[Parameter]] = tuple
    within: Path | None = None


NAME: Final = "Identifiant, ou dernière partie de l’adresse de la page."
READS: Final = (
    Read("/labels", "Lister les labels en vigueur", shapes.LabelList, labels.parameters),
    Read(
        "/labels/{number}",
        "Lire un label, quel que soit son état",
        shapes.LabelEntry,
        within=Path("number", "Numéro du label, ou code court.", "SEO-2027-00001-D"),
    ),
    Read("/structures", "Lister les structures titulaires", shapes.StructureList, structures.parameters),
    Read(
        "/structures/{name}",
        "Lire une structure qui a ou a eu un label",
        shapes.StructureEntry,
        within=Path("name", NAME, "k7qf2m9x4abc"),
    ),
    Read("/actions", "Chercher des actions", shapes.ActionList, actions.parameters),
    Read("/actions/{name}", "Lire une action", shapes.ActionEntry, within=Path("name", NAME, "k7qf2m9x4abc")),
)


def document() -> dict[str, Any]:
    """The whole document, as this instance answers."""
    programme = site_programme()
    return {
        "openapi": "3.1.0",
        "info": {
            "title": f"{programme.short_name} : API de lecture",
            "version": __version__,
            "summary": "Labels, structures titulaires et actions, à lire et à vérifier.",
            "description": "Tout se lit sans compte, depuis n’importe quel site. Un label suspendu ou retiré quitte les "
            "listes au moment même où l’acte est enregistré ; il se vérifie toujours par son numéro.",
            "license": {"name": LICENCE, "url": LICENCE_URL},
            "contact": {"name": programme.owner.name, "email": programme.owner.email},
        },
        "servers": [{"url": f"{settings().base_url}/api/v1"}],
        "paths": {**{one.path: {"get": _get(one)} for one in READS}, **_verify()},
        "components": {"schemas": _schemas()},
    }


def _get(one: Read) -> dict[str, Any]:
    found: list[dict[str, Any]] = [_in_query(parameter) for parameter in one.parameters()]
    if one.within:
        found.insert(0, _in_path(one.within))
    answer = {**_answer("Ce qui a été demandé.", one.answers), "headers": _headers(listed=bool(one.parameters()))}
    faults = FAULTS if one.within or one.path == "/actions" else {code: FAULTS[code] for code in ("400", "429")}
    return {
        "operationId": one.path.strip("/").replace("/{", "_").rstrip("}"),
        "summary": one.summary,
        "parameters": found,
        "responses": {"200": answer, **_faults(faults)},
    }


def _verify() -> dict[str, Any]:
    """The addresses of verification (docs/verification.md)."""
    day = {
        "name": "on",
        "in": "query",
        "description": "Un jour : le label était-il en vigueur ?",
        "schema": {"type": "string", "format": "date"},
    }
    what = Path("typed", "Numéro, code court ou adresse, tels qu’ils sont écrits.", "SEO-2027-00001-D")
    body = {
        "required": True,
        "description": "Le fichier, seul dans le corps de la demande : PDF, image, ou texte d’un justificatif.",
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
    said = _answer("La réponse, la même que sur le site.", verified.Verification)
    unknown = _answer("Personne n’a ce numéro ; « verdict » dit pourquoi.", verified.Verification)
    unknown["content"] |= _answer("", verified.Problem, MEDIA_TYPE)["content"]  # an address that cannot be read at all
    heavy = _answer("Trop lourd pour être lu.", verified.Verification)
    faults = _faults({code: FAULTS[code] for code in ("400", "429")})
    typed = {
        "operationId": "verify",
        "summary": "Vérifier un numéro",
        "parameters": [_in_path(what), day],
        "responses": {"200": said, "404": unknown, **faults},
    }
    file = {
        "operationId": "verify_file",
        "summary": "Vérifier un fichier",
        "parameters": [day],
        "requestBody": body,
        "responses": {"200": said, "413": heavy, **faults},
    }
    return {"/verify/{typed}": {"get": typed}, "/verify": {"post": file}}


def _in_query(one: Parameter) -> dict[str, Any]:
    told = {"name": one.name, "in": "query", "description": one.description, "schema": one.schema()}
    return {**told, "example": int(one.example) if one.most else one.example} if one.example else told


def _in_path(one: Path) -> dict[str, Any]:
    told = {"name": one.name, "in": "path", "required": True, "description": one.description, "example": one.example}
    return {**told, "schema": {"type": "string", "minLength": 1}}


def _answer(description: str, shape: type, media_type: str = JSON) -> dict[str, Any]:
    return {"description": description, "content": {media_type: {"schema": {"$ref": SCHEMAS + shape.__name__}}}}


def _faults(wanted: Mapping[str, str]) -> dict[str, Any]:
    return {code: _answer(text, verified.Problem, MEDIA_TYPE) for code, text in wanted.items()}


def _headers(*, listed: bool) -> dict[str, Any]:
    text = {"schema": {"type": "string"}}
    tag = {"description": "À renvoyer dans If-None-Match : 304 quand rien n’a changé.", **text}
    following = {"description": 'rel="next" : l’adresse de la page suivante, s’il y en a une.', **text}
    return {"ETag": tag, **({"Link": following} if listed else {})}


@cache
def _schemas() -> dict[str, Any]:
    """Each shape under its name. What is not named in a shape is not in the answer."""
    wanted: Any = [(one, "serialization", TypeAdapter(one)) for one in ROOTS]
    _map, made = TypeAdapter.json_schemas(wanted, ref_template=SCHEMAS + "{model}")
    found: dict[str, Any] = made["$defs"]
    for schema in found.values():
        if "properties" in schema:
            schema["additionalProperties"] = False
    return dict(sorted(found.items()))
