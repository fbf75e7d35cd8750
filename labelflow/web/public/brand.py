"""The logo of a label and the rules of its use, drawn and written from the data of its programme."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import Response, render_template

from labelflow.domain.colours import contrast
from labelflow.errors import NotFound
from labelflow.i18n import _l
from labelflow.issuing.brand.kit import archive, file_name, file_of
from labelflow.issuing.brand.logos import FORMS, INKS, ON_A_DARK_GROUND
from labelflow.programmes.schema.brand import ON_DARK, ON_LIGHT
from labelflow.queries.badges import identity_of
from labelflow.web.access import public
from labelflow.web.page import page
from labelflow.web.public import public_pages
from labelflow.web.public.pictures import AN_HOUR, picture
from labelflow.web.public.programme import installed

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from labelflow.programmes.schema import Programme

FORM_WORDS: Final = {
    "horizontal": _l("Horizontal"),
    "stacked": _l("Vertical"),
    "seal": _l("Sceau seul"),
}
INK_WORDS: Final = {
    "colour": _l("en couleur, sur fond clair"),
    "dark": _l("en couleur, sur fond sombre"),
    "black": _l("en noir"),
    "white": _l("en blanc, sur fond sombre"),
}


@public_pages.get("/label/<string:code>/garanties")
@public
def guarantees(code: str) -> ResponseReturnValue:
    """What the label guarantees, who decides, how it is verified and how a misuse is reported."""
    return page("public/guarantees.html", programme=installed(code))


@public_pages.get("/label/<string:code>/marque")
@public
def brand_rules(code: str) -> ResponseReturnValue:
    programme = installed(code)
    return page("public/brand.html", programme=programme, **_rules(programme), logos=_logos())


@public_pages.get("/label/<string:code>/marque/<string:name>")
@public
def brand_file(code: str, name: str) -> ResponseReturnValue:
    found = file_of(identity_of(installed(code)), name)
    if found is None:
        raise NotFound
    return picture(found, fresh=AN_HOUR)


@public_pages.get("/label/<string:code>/marque.zip")
@public
def brand_kit(code: str) -> ResponseReturnValue:
    programme = installed(code)
    rules = render_template("public/brand_rules.txt", programme=programme, **_rules(programme))
    answer = Response(archive(identity_of(programme), f"logo-{programme.code}", rules), mimetype="application/zip")
    answer.headers["Content-Disposition"] = f'attachment; filename="logo-{programme.code}.zip"'
    answer.headers["Cache-Control"] = f"public, max-age={AN_HOUR}"
    return answer


def _rules(programme: Programme) -> dict[str, object]:
    brand = programme.brand
    return {
        "colours": [
            (_l("Couleur principale, sur fond clair"), brand.primary, contrast(brand.primary, ON_LIGHT)),
            (_l("Couleur d’accent, sur fond clair"), brand.accent, contrast(brand.accent, ON_LIGHT)),
            (
                _l("Couleur principale, sur fond sombre"),
                brand.primary_on_dark,
                contrast(brand.primary_on_dark, ON_DARK),
            ),
            (_l("Couleur d’accent, sur fond sombre"), brand.accent_on_dark, contrast(brand.accent_on_dark, ON_DARK)),
        ],
        "email": (programme.crpa.office or programme.owner).email,
    }


def _logos() -> list[dict[str, object]]:
    return [
        {
            "form": FORM_WORDS[form],
            "ink": INK_WORDS[ink],
            "preview": file_name(form, ink, "svg").replace("logo-", "apercu-"),
            "svg": file_name(form, ink, "svg"),
            "png": file_name(form, ink, "png"),
            "dark": ink in ON_A_DARK_GROUND,
        }
        for form in FORMS
        for ink in INKS
    ]
