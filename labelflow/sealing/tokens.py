"""A key that a hardware module keeps (PKCS#11): it signs there, and never leaves.

The module is named by an RFC 7512 address, `pkcs11:token=…;object=…?module-path=/…/library.so`. Needs
python-pkcs11 (`pip install labelflow[hsm]`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, unquote

from labelflow.errors import Invalid
from labelflow.i18n import _
from labelflow.sealing.der import ders
from labelflow.sealing.keys import Sealer

if TYPE_CHECKING:
    from collections.abc import Mapping


class TokenFault(Invalid):
    """The hardware module cannot be used; the message says what to do."""

    code = "token-fault"


def sealer_on_token(address: str, pin: str, certificates: str) -> Sealer:
    """The sealer whose key lies in the module at `address`. Raises TokenFault. Opens one session for each signature."""
    names = _read(address)

    def sign(data: bytes) -> bytes:
        pkcs11 = _library()
        try:
            token = pkcs11.lib(names["module-path"]).get_token(token_label=names["token"])
            with token.open(user_pin=pin) as session:
                key = session.get_key(
                    object_class=pkcs11.ObjectClass.PRIVATE_KEY, key_type=pkcs11.KeyType.RSA, label=names["object"]
                )
                signature: bytes = key.sign(data, mechanism=pkcs11.Mechanism.SHA256_RSA_PKCS)
        except (pkcs11.exceptions.PKCS11Error, RuntimeError) as error:
            reason = type(error).__name__
            raise TokenFault(_("Le module matériel ne signe pas (%(reason)s).", reason=reason)) from error
        return signature

    return Sealer(ders(certificates), sign)


def _library() -> Any:  # noqa: ANN401 - an optional library
    try:
        import pkcs11  # noqa: PLC0415 - an optional library
        import pkcs11.exceptions  # noqa: PLC0415 - same
    except ImportError as error:
        raise TokenFault(_("Il manque python-pkcs11. Tapez\u00a0: pip install labelflow[hsm]")) from error
    return pkcs11


def _read(address: str) -> Mapping[str, str]:
    scheme, _colon, rest = address.partition(":")
    path, _mark, query = rest.partition("?")
    names = {name: unquote(value) for part in path.split(";") for name, _is, value in (part.partition("="),)}
    names.update(parse_qsl(query))
    lacking = {"token", "object", "module-path"} - names.keys()
    if scheme != "pkcs11" or lacking:
        raise TokenFault(
            _("Écrivez l’adresse du module ainsi\u00a0: pkcs11:token=…;object=…?module-path=/…/bibliotheque.so")
        )
    return names
