"""Web addresses, e-mail addresses and telephone numbers, as people type them. Normalised or refused with a code."""

from __future__ import annotations

import ipaddress
import re
import unicodedata
from urllib.parse import quote, urlsplit

from labelflow.domain.refusal import Refusal

URL_LENGTH = 500
EMAIL_LENGTH = 254
PHONE_DIGITS = range(8, 16)
SHOWN_LENGTH = 60

_HTTP = re.compile(r"(?P<scheme>h[tps]{2,6}|www)\s*(?::\s*/?|/)\s*/\s*", re.IGNORECASE)
"""`https://` and its usual misspellings: `Htpps://`, `https:/ /`, `http//`, `www://`."""
_OTHER_SCHEME = re.compile(r"(?!https?:)[a-z][a-z0-9+.-]*:(//|(?!\d))", re.IGNORECASE)
_INSIDE_PROSE = re.compile(r"(?:https?://|www\.)[^\s<>\"'«»()]+", re.IGNORECASE)
_LABEL = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)")
_TOP_LEVEL = re.compile(r"[a-z]{2,24}|xn--[a-z0-9-]+")
_TRACKING = re.compile(
    r"(utm_\w+|fbclid|gclid|dclid|msclkid|mc_[ce]id|yclid|igshid|_ga|_gl|xtor|at_\w+)(=|$)", re.IGNORECASE
)
_SESSION = re.compile(r";jsessionid=[^/?#]*", re.IGNORECASE)
_STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_URL_SIGNS = "/%:@!$&'()*+,;=~-._?"
_LOCAL_PART = re.compile(r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*")

_USUAL_TOP_LEVELS = (
    # Endings believed without a scheme in front; another one needs `https://` (prose such as « facebook.lamairie »).
    "com org net info biz eu edu int gov pro name coop museum mobi asso bzh cat alsace corsica paris eus gal art bio "
    "blog app dev city club eco green link media news online page science school shop site social space store studio "
    "tech tools tv website wiki world xyz "
    "ad ae al am ar at au ba be bg br by ca ch ci cl cm cn co cr cu cy cz de dj dk dz ee eg es fi fr ga ge gf gp gr gu "
    "hk hr ht hu id ie il im in io ir is it jo jp ke km kr lb li lt lu lv ly ma mc md me mg mk ml mq ms mt mu mx my nc "
    "ne ng nl no nu nz pe pf ph pl pm pt re ro rs ru rw sc se sg si sk sm sn sv td tf tg th tk tn to tr tv tw ua uk us "
    "uy va ve vn wf ws yt za"
)
_BELIEVED = frozenset(_USUAL_TOP_LEVELS.split())


def parse_url(text: str) -> str | Refusal:
    """A web address that a browser opens: http or https, a public host name, nothing that tracks.

    Adds a missing scheme, mends a misspelt one, takes an address out of a sentence. Refuses prose, other schemes,
    addresses that carry a password, and hosts that are numbers or local names.
    """
    value = _printable(unicodedata.normalize("NFC", text)).strip(" .,;<>\"'«»")
    if _OTHER_SCHEME.match(value) and not _HTTP.match(value):
        return Refusal("url-scheme", {"value": _shown(text)})
    scheme, rest = "", value
    while found := _HTTP.match(rest):
        scheme, rest = ("http" if found["scheme"].lower() == "http" else "https"), rest[found.end() :]
    if re.search(r"\s", rest):
        inside = _INSIDE_PROSE.search(value)
        if not inside:
            return Refusal("url-prose", {"value": _shown(text)})
        scheme, rest = "", inside.group().rstrip(".,;:")
        if found := _HTTP.match(rest):
            rest = rest[found.end() :]
    return _address(scheme, rest, text)


def _address(scheme: str, rest: str, text: str) -> str | Refusal:
    """The address rebuilt from its parts; no scheme given: the ending of the host must be a usual one."""
    try:
        parts = urlsplit(f"{scheme or 'https'}://{rest}")
        host, port, has_user = parts.hostname or "", parts.port, "@" in parts.netloc
    except ValueError:
        return Refusal("url-host", {"value": _shown(text)})
    if has_user:
        return Refusal("url-user", {"value": _shown(text)})
    name = _public_host(host)
    if name is None or not (scheme or name.rpartition(".")[2] in _BELIEVED):
        return Refusal("url-host" if set(host) & {".", ":"} else "url-prose", {"value": _shown(text)})
    path = _quoted(_SESSION.sub("", parts.path))
    query = "&".join(piece for piece in _quoted(parts.query).split("&") if piece and not _TRACKING.match(piece))
    fragment = "" if parts.fragment.startswith((":~:", "xtor=")) else _quoted(parts.fragment)
    url = f"{parts.scheme}://{name}"
    url += f":{port}" if port and port not in {80, 443} else ""
    url += "" if path == "/" and not query and not fragment else path
    url += (f"?{query}" if query else "") + (f"#{fragment}" if fragment else "")
    return url if len(url) <= URL_LENGTH else Refusal("url-length", {"value": _shown(text), "most": URL_LENGTH})


def _public_host(host: str) -> str | None:
    """The host in the form that the network uses, or None for a number, a local name or no name at all."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        pass
    else:
        return None
    try:
        name = host.rstrip(".").encode("idna").decode("ascii").lower()
    except UnicodeError:
        return None
    labels = name.split(".")
    shaped = len(labels) > 1 and all(_LABEL.fullmatch(label) for label in labels)
    return name if shaped and _TOP_LEVEL.fullmatch(labels[-1]) and labels[-1] not in {"local", "localhost"} else None


def _quoted(part: str) -> str:
    return quote(_STRAY_PERCENT.sub("%25", part), safe=_URL_SIGNS)


def parse_email(text: str) -> str | Refusal:
    """An e-mail address in lower case: one `@`, a plausible name, a public host. It is not proof that it exists."""
    value = _printable(unicodedata.normalize("NFKC", text)).strip(" .,;<>\"'").lower().removeprefix("mailto:")
    local, _, host = value.rpartition("@")
    name = _public_host(host) if host else None
    if name is None or not _LOCAL_PART.fullmatch(local) or len(value) > EMAIL_LENGTH:
        return Refusal("email-shape", {"value": _shown(text)})
    return f"{local}@{name}"


def parse_phone(text: str) -> str | Refusal:
    """A telephone number in international form (`+33561000000`); a French one may be written in any usual way."""
    first = re.split(r"\s+ou\s+|[/;,|]", unicodedata.normalize("NFKC", text).replace("(0)", ""))[0]
    digits = re.sub(r"[^0-9]", "", first)
    abroad = first.strip().startswith("+") or digits.startswith("00")
    if abroad:
        digits = digits.removeprefix("00")
    elif len(digits) == len("0561000000") and digits[0] == "0" and digits[1] != "0":
        digits = "33" + digits[1:]
    else:
        return Refusal("phone-shape", {"value": _shown(text)})
    if digits.startswith("330"):
        digits = "33" + digits[3:]
    wrong_french = digits.startswith("33") and len(digits) != len("33561000000")
    if wrong_french or len(digits) not in PHONE_DIGITS or digits.startswith("0"):
        return Refusal("phone-shape", {"value": _shown(text)})
    return f"+{digits}"


def _printable(text: str) -> str:
    return "".join(sign if sign.isprintable() else " " for sign in text)


def _shown(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= SHOWN_LENGTH else line[: SHOWN_LENGTH - 1] + "…"
