"""Reads a programme's folder, checks all of it, and freezes it.

The folder holds `programme.toml`, `workflow.toml`, `form.toml`, `grid.toml` (where applications are
marked) and `texts/<language>/…`. Everything that is wrong is said at once.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from pydantic import ValidationError

from labelflow import paths
from labelflow.domain.words import SOURCE_LANGUAGE
from labelflow.i18n import _
from labelflow.programmes.faults import Fault, ProgrammeFault, faults_of
from labelflow.programmes.reading import Folder, sha256_of
from labelflow.programmes.references import faults_in
from labelflow.programmes.schema import Programme
from labelflow.programmes.words import FILES, place_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

HEAD_OF_TEXT: Final = frozenset({"subject", "values"})
HEAD_OF_DOCUMENT: Final = frozenset({"title"})


def load(path: Path) -> Programme:
    """The programme in the folder `path`. Raises ProgrammeFault with every fault found.

    What one part says of another is checked once each part has its right shape.
    """
    if not path.is_dir():
        fault = Fault(path.name, "", _("ce dossier n’existe pas"), _("donnez le chemin du dossier d’un programme"))
        raise ProgrammeFault([fault], path.name)
    folder = Folder(path)
    data = _read(folder)
    unreadable = {fault.file for fault in folder.faults} & {"programme.toml", *FILES.values()}
    try:
        programme = Programme.model_validate(data)
    except ValidationError as error:
        shape = [fault for fault in faults_of(error, place_of) if fault.file not in unreadable]
        raise ProgrammeFault([*folder.faults, *shape], path.name) from error
    faults = [*folder.faults, *(() if unreadable else faults_in(programme))]
    if faults:
        raise ProgrammeFault(faults, path.name)
    return programme.kept()


@lru_cache(maxsize=16)
def shipped(code: str) -> Programme:
    """A programme that ships with labelflow, as its folder is now."""
    return load(paths.programmes() / code)


def shipped_codes() -> tuple[str, ...]:
    """The codes of the programmes that ship with labelflow."""
    return tuple(sorted(file.parent.name for file in paths.programmes().glob("*/programme.toml")))


def _read(folder: Folder) -> dict[str, Any]:
    """The whole as plain data, without the files that cannot be read."""
    data = folder.toml("programme.toml") or {}
    parts = {key: folder.toml(file, required=key != "grid") for key, file in FILES.items()}
    for key in sorted(set(data) & {*FILES, "texts"}):
        what = _("cette partie s’écrit dans un autre fichier")
        mend = _("déplacez-la dans %(place)s", place=FILES.get(key, "texts/"))
        folder.faults.append(Fault("programme.toml", key, what, mend))
    languages = _languages(folder, data) if data else [SOURCE_LANGUAGE]
    return {
        **data,
        **{key: part for key, part in parts.items() if part is not None},
        "texts": _texts(folder, languages),
        "document": _documents(folder, data.get("document"), languages),
    }


def _languages(folder: Folder, data: dict[str, Any]) -> list[str]:
    declared = data.get("languages")
    languages = [str(entry) for entry in declared] if isinstance(declared, list) else [SOURCE_LANGUAGE]
    if SOURCE_LANGUAGE not in languages:
        what = _("la langue source « %(language)s » n’est pas déclarée", language=SOURCE_LANGUAGE)
        folder.faults.append(
            Fault("programme.toml", "languages", what, _('ajoutez "%(language)s"', language=SOURCE_LANGUAGE))
        )
    for language in folder.languages_of_texts():
        if language not in languages:
            what = _("la langue « %(language)s » n’est pas déclarée", language=language)
            mend = _("ajoutez-la à languages dans programme.toml, ou retirez ce dossier")
            folder.faults.append(Fault(f"texts/{language}", "", what, mend))
    return languages


def _texts(folder: Folder, languages: list[str]) -> dict[str, Any]:
    codes = dict.fromkeys(code for language in languages for code in folder.text_codes(language))
    texts = {}
    for code in codes:
        found = {language: _text(folder, f"texts/{language}/{code}.md") for language in languages}
        kept = {language: page for language, page in found.items() if page is not None}
        if not kept:
            continue
        values = [page[0].get("values", []) for page in kept.values()]
        for language, page in kept.items():
            if page[0].get("values", []) != values[0]:
                what = _("values diffère de celui de texts/%(first)s/%(code)s.md", first=next(iter(kept)), code=code)
                folder.faults.append(Fault(f"texts/{language}/{code}.md", "values", what, _("écrivez la même liste")))
        texts[code] = {
            "subject": {language: page[0]["subject"] for language, page in kept.items() if "subject" in page[0]},
            "body": {language: page[1] for language, page in kept.items()},
            "values": values[0],
        }
    return texts


def _text(folder: Folder, name: str) -> tuple[dict[str, Any], str] | None:
    return _page(folder, name, HEAD_OF_TEXT)


def _page(folder: Folder, name: str, head: frozenset[str]) -> tuple[dict[str, Any], str] | None:
    page = folder.page(name)
    for key in sorted(set(page[0]) - head) if page else ():
        mend = _("gardez seulement %(keys)s", keys=", ".join(sorted(head)))
        folder.faults.append(Fault(name, key, _("cette clé n’existe pas dans l’en-tête d’un texte"), mend))
    return page


def _documents(folder: Folder, declared: object, languages: Iterable[str]) -> list[Any]:
    """The declared documents with their texts in place of the name of their file."""
    entries = declared if isinstance(declared, list) else []
    return [
        _document(folder, index, entry, languages) if isinstance(entry, dict) else entry
        for index, entry in enumerate(entries, start=1)
    ]


def _document(folder: Folder, index: int, entry: dict[str, Any], languages: Iterable[str]) -> dict[str, Any]:
    kept = {key: value for key, value in entry.items() if key != "file"}
    file = entry.get("file")
    if not isinstance(file, str) or "/" in file or "\\" in file:
        mend = _('écrivez le nom d’un fichier de texts/fr, par exemple file = "charte.md"')
        folder.faults.append(Fault("programme.toml", f"document[{index}].file", _("le nom du fichier manque"), mend))
        return kept
    pages = {language: _page(folder, f"texts/{language}/{file}", HEAD_OF_DOCUMENT) for language in languages}
    body = {language: page[1] for language, page in pages.items() if page}
    title = {language: page[0].get("title", "") for language, page in pages.items() if page}
    return {**kept, "title": title, "body": body, "sha256": sha256_of(body.get(SOURCE_LANGUAGE, ""))}
