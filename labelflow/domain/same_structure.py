"""When do two descriptions speak of the same structure? Rules that a careful person would apply to two cards.

A wrong merge hides a structure; a missed one leaves a double that somebody sees and mends. So each rule
wants the place and the name to agree, and none goes by resemblance of letters alone:

- `same-siret`: same SIRET, same commune, one name repeats or only shortens the other, places do not disagree
  (a name such as « France services », which any place of that kind bears, shortens nothing).
  A parent's SIRET is shared by its branches: their names or communes keep them apart.
- `same-name`: same name and commune, places do not disagree; places must clearly agree when both cards come
  from one source (a source that numbers its rows knows them) or carry different SIRETs.
- `same-point`: less than 100 m apart, and one name only shortens the other. Not for laboratories (a campus is
  one point), nor within one source.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from labelflow.domain.structure_words import MEASURED
from labelflow.domain.territory import commune_key, distance_km, plain_words

SAME_POINT_KM = 0.1
CLOSE_KM = 0.25
FAR_KM = 1.0
TYPO_LENGTH = 6
"""A word this long may differ by one letter."""
EXACT_NAME_KINDS = frozenset({"research-lab", "university"})

_EMPTY_WORDS = "a au aux d de des du en et l la le les n s sur un une"
_EMPTY = frozenset(_EMPTY_WORDS.split())
_ONE_WORD = {
    "asso": "association",
    "ass": "association",
    "assoc": "association",
    "bib": "bibliotheque",
    "biblio": "bibliotheque",
    "bm": "bibliotheque",
    "commune": "mairie",
    "ville": "mairie",
    "municipal": "municipale",
    "communale": "municipale",
    "communal": "municipale",
    "departementale": "departemental",
    "departementales": "departemental",
    "solidarites": "solidarite",
    "st": "saint",
    "ste": "sainte",
}
_PHRASES = (
    ("centre municipale action sociale", "ccas"),
    ("centre intercommunal action sociale", "cias"),
    ("ccas mairie", "ccas"),
    ("communaute communes", "cc"),
    ("communaute agglomeration", "ca"),
)
_DOTTED = re.compile(r"\b(?:[^\W\d_]\.){2,}")
_SAYS_NOTHING = frozenset({"association", "municipale"})
_PLACE_WORDS = (
    "accueil agence annexe antenne atelier bibliobus bibliotheque bureau bus campus cc ca ccas cci centre cias club "
    "college depot departement direction ecole equipe espace fablab ferme france hopital institut jeunesse "
    "laboratoire ludotheque lycee mairie maison mediatheque mission mjc msap muse musee observatoire office "
    "parc permanence plateforme point pole relais residence service services site unite universite"
)
_KINDS_OF_PLACE = frozenset(_PLACE_WORDS.split())
_STREETS = {
    "av": "avenue",
    "ave": "avenue",
    "bd": "boulevard",
    "bld": "boulevard",
    "blvd": "boulevard",
    "pl": "place",
    "r": "rue",
    "rte": "route",
    "ch": "chemin",
    "che": "chemin",
    "all": "allee",
    "allees": "allee",
    "imp": "impasse",
    "crs": "cours",
    "fbg": "faubourg",
    "fg": "faubourg",
    "sq": "square",
    "st": "saint",
    "ste": "sainte",
    "res": "residence",
    "dr": "docteur",
    "gal": "general",
    "mal": "marechal",
}
_STREET_TYPES = frozenset(_STREETS.values()) - {"saint", "sainte", "docteur", "general", "marechal"} | {"rue", "quai"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What is compared: one description of a structure. Missing values are "" or None."""

    name: str
    kind: str
    siret: str
    insee: str
    commune: str
    postal_code: str
    address: str
    point: tuple[float, float] | None
    precision: str
    sources: frozenset[str] = field(default=frozenset())


@lru_cache(maxsize=20_000)
def name_key(name: str) -> str:
    """One spelling for all the ways to write a structure's name; equal keys are equal names."""
    name = _DOTTED.sub(lambda found: found[0].replace(".", ""), name)
    words = [_ONE_WORD.get(word, word) for word in plain_words(name) if word not in _EMPTY]
    key = " ".join(words)
    for phrase, short in _PHRASES:
        key = key.replace(phrase, short)
    return key


@lru_cache(maxsize=20_000)
def telling_words(name: str, commune: str) -> frozenset[str]:
    """The words that tell this structure from the others of its commune."""
    words = frozenset(name_key(name).split())
    local = frozenset(commune_key(commune).split()) | {"saint", "sainte"} if commune else frozenset[str]()
    return (words - local - _SAYS_NOTHING) or words


def same_name(a: Card, b: Card) -> bool:
    """The same telling words, a letter apart at most in the long ones."""
    mine, theirs = telling_words(a.name, a.commune), telling_words(b.name, b.commune)
    return mine == theirs or _paired(mine - theirs, theirs - mine)


def shortened_name(a: Card, b: Card) -> bool:
    """One name is the other with words left out, none of which names another kind of place."""
    mine, theirs = telling_words(a.name, a.commune), telling_words(b.name, b.commune)
    shorter, longer = sorted((mine, theirs), key=len)
    return shorter < longer and not (longer - shorter) & _KINDS_OF_PLACE


def _paired(mine: frozenset[str], theirs: frozenset[str]) -> bool:
    """Whether each word left over on one side is a misspelling of exactly one on the other."""
    if len(mine) != len(theirs):
        return False
    left = set(theirs)
    for word in mine:
        twin = next((other for other in left if _one_letter_apart(word, other)), None)
        if twin is None:
            return False
        left.remove(twin)
    return True


def _one_letter_apart(a: str, b: str) -> bool:
    if min(len(a), len(b)) < TYPO_LENGTH or abs(len(a) - len(b)) > 1 or not (a + b).isalpha():
        return False
    shorter, longer = sorted((a, b), key=len)
    at = next((i for i, letter in enumerate(shorter) if letter != longer[i]), len(shorter))
    rest = shorter[at + 1 :] if len(a) == len(b) else shorter[at:]
    return rest == longer[at + 1 :]


def same_commune(a: Card, b: Card) -> bool:
    """By code; a card without one goes by its postal code."""
    if a.insee and b.insee:
        return a.insee == b.insee
    return bool(a.postal_code) and a.postal_code == b.postal_code


def apart_km(a: Card, b: Card) -> float | None:
    """The distance between two measured points; None when one of them is not measured."""
    if a.point and b.point and a.precision in MEASURED and b.precision in MEASURED:
        return distance_km(a.point, b.point)
    return None


def places_agree(a: Card, b: Card) -> bool | None:
    """Whether two cards of one commune give the same place; None when they do not say enough."""
    apart = apart_km(a, b)
    if apart is not None and (apart <= CLOSE_KM or apart > FAR_KM):
        return apart <= CLOSE_KM
    addresses = same_address(a, b)
    return False if addresses is None and apart is not None else addresses


def same_address(a: Card, b: Card) -> bool | None:
    """Whether both addresses name the same door; None when one of them names no street."""
    mine, theirs = street_words(a.address, a.commune), street_words(b.address, b.commune)
    if not mine or not theirs:
        return None
    numbers = {word for word in mine if word.isdigit()}, {word for word in theirs if word.isdigit()}
    if all(numbers) and not numbers[0] & numbers[1]:
        return False
    shorter, longer = sorted((mine, theirs), key=len)
    common = {word for word in shorter & longer if not word.isdigit()} - _STREET_TYPES
    return bool(common) and len(shorter - longer) <= len(shorter) // 3


@lru_cache(maxsize=20_000)
def street_words(address: str, commune: str) -> frozenset[str]:
    """The words of an address that name a street and a number; none for « Le bourg » or « Mairie »."""
    words = plain_words(address)
    for mark in ("bp", "cs", "cedex"):
        if mark in words:
            at = words.index(mark)
            del words[at : at + 2]
    local = set(commune_key(commune).split()) | {"bourg", "village", "mairie", "cedex"}
    kept = {_STREETS.get(word, word) for word in words if word not in _EMPTY and not _is_postal_code(word)}
    kept -= local
    return frozenset(kept) if kept - _STREET_TYPES else frozenset()


def _is_postal_code(word: str) -> bool:
    return word.isdigit() and len(word) == len("31000")


def why_same(a: Card, b: Card) -> str | None:
    """The rule by which both cards speak of one structure; None when they may not be merged."""
    if not same_commune(a, b):
        return None
    agree, same, shortened = places_agree(a, b), same_name(a, b), _may_be_shortened(a, b)
    one_source, one_siret = bool(a.sources & b.sources), bool(a.siret) and a.siret == b.siret
    differing_sirets = bool(a.siret and b.siret and a.siret != b.siret)
    if one_siret and name_key(a.name) == name_key(b.name):
        return "same-siret"
    if one_siret and agree is not False and (same or (shortened and not _is_generic(a, b))):
        return "same-siret"
    if same and (agree or (agree is None and not one_source and not differing_sirets)):
        return "same-name"
    apart = apart_km(a, b)
    if shortened and apart is not None and apart <= SAME_POINT_KM and not one_source and not differing_sirets:
        return "same-point"
    return None


def _may_be_shortened(a: Card, b: Card) -> bool:
    return shortened_name(a, b) and not {a.kind, b.kind} & EXACT_NAME_KINDS


def _is_generic(a: Card, b: Card) -> bool:
    """The shorter name only says what kind of place it is: « France services », « Médiathèque »."""
    names = telling_words(a.name, a.commune), telling_words(b.name, b.commune)
    return min(names, key=len) <= _KINDS_OF_PLACE
