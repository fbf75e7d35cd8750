"""The keys of a seal: honest certificates, locked at rest, brought from a file or kept in a hardware module."""

from __future__ import annotations

import json
import os
import subprocess
from datetime import timedelta
from pathlib import Path
from shutil import which
from typing import TYPE_CHECKING

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID

from labelflow.sealing import boxes, tokens
from labelflow.sealing.authority import NOTICE, Revoked, list_of_revocations, make_authority, make_seal
from labelflow.sealing.keys import UnfitKey, from_pkcs12, on_token, sealer_of
from labelflow.sealing.making import seal
from labelflow.sealing.reading import read
from labelflow.sealing.trust import BadBundle, load
from tests.sealing.conftest import MADE_AT, OFFICE, SEALED_AT

if TYPE_CHECKING:
    from labelflow.sealing.authority import Made
    from labelflow.sealing.keys import Sealer
    from labelflow.sealing.trust import TrustBundle

LIBRARIES = ("/usr/lib/softhsm/libsofthsm2.so", "/opt/homebrew/lib/softhsm/libsofthsm2.so")


def certificate_of(made: Made) -> x509.Certificate:
    return x509.load_pem_x509_certificate(made.certificate.encode())


def test_the_authority_vouches_for_the_key_and_for_nothing_below(authority: Made, key: Made) -> None:
    root, own = certificate_of(authority), certificate_of(key)

    own.verify_directly_issued_by(root)
    assert root.extensions.get_extension_for_class(x509.BasicConstraints).value.path_length == 0
    assert not own.extensions.get_extension_for_class(x509.BasicConstraints).value.ca


def test_a_certificate_says_that_its_seal_is_not_a_qualified_one(key: Made) -> None:
    (policy,) = certificate_of(key).extensions.get_extension_for_class(x509.CertificatePolicies).value
    (notice,) = policy.policy_qualifiers or ()

    assert isinstance(notice, x509.UserNotice)
    assert notice.explicit_text == NOTICE
    assert "pas un cachet qualifié" in NOTICE


def test_a_list_of_revocations_is_published_where_others_can_read_it(authority: Made, key: Made) -> None:
    here = make_seal(authority, OFFICE, now=MADE_AT, list_url="http://127.0.0.1:8000/sceau/revocations.crl")

    assert certificate_of(key).extensions.get_extension_for_class(x509.CRLDistributionPoints)
    with pytest.raises(x509.ExtensionNotFound):
        certificate_of(here).extensions.get_extension_for_class(x509.CRLDistributionPoints)


def test_a_long_name_is_cut_to_what_a_certificate_takes() -> None:
    made = make_authority("Région Occitanie / Pyrénées-Méditerranée, coordination du réseau é" * 2, now=MADE_AT)

    assert all(len(str(one.value).encode()) <= 64 for one in certificate_of(made).subject)


def test_the_list_of_revocations_is_signed_and_names_the_key(authority: Made, key: Made) -> None:
    written = list_of_revocations(authority, [Revoked(key.certificate, SEALED_AT)], now=SEALED_AT, number=7)
    found = x509.load_pem_x509_crl(written.encode())

    assert found.is_signature_valid(certificate_of(authority).public_key())  # type: ignore[arg-type]  # an RSA key
    entry = found.get_revoked_certificate_by_serial_number(certificate_of(key).serial_number)
    assert entry is not None
    assert entry.revocation_date_utc == SEALED_AT


def test_a_locked_key_opens_by_its_pass_phrase_and_under_its_name_only() -> None:
    box = boxes.lock(b"secret", "open sesame", name="seal-1")

    assert boxes.unlock(box, "open sesame", name="seal-1") == b"secret"
    assert b"secret".hex() not in box
    assert "secret" not in box
    for passphrase, name in (("open  sesame", "seal-1"), ("open sesame", "seal-2")):
        with pytest.raises(boxes.CannotOpen):
            boxes.unlock(box, passphrase, name=name)


@pytest.mark.parametrize(
    "damage", ["", "{}", "[]", '{"scrypt": {}, "salt": "", "nonce": "", "locked": ""}', "truncated"]
)
def test_a_damaged_box_does_not_open(damage: str) -> None:
    box = boxes.lock(b"secret", "open sesame", name="seal-1")[:-9] + '"}' if damage == "truncated" else damage

    with pytest.raises(boxes.CannotOpen):
        boxes.unlock(box, "open sesame", name="seal-1")


def test_the_same_key_locked_twice_looks_different() -> None:
    boxed = [json.loads(boxes.lock(b"secret", "open sesame", name="seal-1")) for _ in range(2)]

    assert boxed[0]["locked"] != boxed[1]["locked"]


def packed(made: Made, *others: Made, password: bytes = b"1234") -> bytes:
    """A PKCS#12 file, as an authority delivers it."""
    key = serialization.load_der_private_key(made.private, None)
    assert isinstance(key, rsa.RSAPrivateKey)
    encryption = serialization.BestAvailableEncryption(password) if password else serialization.NoEncryption()
    chain = [certificate_of(other) for other in others]
    return pkcs12.serialize_key_and_certificates(b"seal", key, certificate_of(made), chain, encryption)


@pytest.mark.parametrize("password", ["1234", ""])
def test_a_key_is_brought_from_a_file_with_its_chain(key: Made, authority: Made, password: str) -> None:
    stray = make_authority("Autre", now=MADE_AT)

    brought = from_pkcs12(packed(key, stray, authority, password=password.encode()), password)

    assert (brought.private, brought.certificates) == (key.private, key.certificate + authority.certificate)
    assert brought.ends_at == certificate_of(key).not_valid_after_utc


def test_a_brought_key_seals(key: Made, authority: Made, unsealed: bytes, sealed: bytes) -> None:
    brought = from_pkcs12(packed(key, authority), "1234")

    assert seal(unsealed, sealer_of(brought.private, brought.certificates), at=SEALED_AT) == sealed


@pytest.mark.parametrize(("data", "password"), [(b"", ""), (b"0\x82", "1234"), (None, "wrong")])
def test_what_is_no_pkcs12_file_or_has_another_password_is_refused(
    key: Made, data: bytes | None, password: str
) -> None:
    with pytest.raises(UnfitKey, match="mot de passe"):
        from_pkcs12(packed(key) if data is None else data, password)


def of_one_s_own(key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey, *, signs: bool = True) -> bytes:
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "x")])
    usage = x509.KeyUsage(signs, signs, not signs, False, False, False, False, False, False)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), 1, MADE_AT, MADE_AT + timedelta(days=9))
        .add_extension(usage, critical=True)
        .sign(key, hashes.SHA256())
    )
    return pkcs12.serialize_key_and_certificates(b"", key, certificate, None, serialization.NoEncryption())


def test_a_key_that_would_break_the_archive_format_is_refused() -> None:
    with pytest.raises(UnfitKey, match="RSA"):
        from_pkcs12(of_one_s_own(ec.generate_private_key(ec.SECP256R1())), "")


def test_a_short_key_is_refused() -> None:
    with pytest.raises(UnfitKey, match="1024 bits"):
        from_pkcs12(of_one_s_own(rsa.generate_private_key(65537, 1024)), "")


def test_a_certificate_that_does_not_sign_is_refused() -> None:
    with pytest.raises(UnfitKey, match="signer"):
        from_pkcs12(of_one_s_own(rsa.generate_private_key(65537, 2048), signs=False), "")


def test_a_bundle_is_read_as_it_was_written(trust: TrustBundle) -> None:
    assert load(json.dumps(trust.dump())) == trust
    assert load(json.dumps({**trust.dump(), "more": 1})) == trust


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"kind": "labelflow-trust", "version": 2}', "[" * 100_000, "x" * 3_000_000]
)
def test_what_is_no_bundle_is_an_answer(text: str) -> None:
    with pytest.raises(BadBundle):
        load(text)


@pytest.fixture
def module(key: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of a software token that holds the key."""
    library = next((path for path in LIBRARIES if Path(path).exists()), None)
    tool = which("softhsm2-util")
    if library is None or tool is None:
        pytest.skip("SoftHSM is not installed on this machine")
    (tmp_path / "tokens").mkdir()
    (tmp_path / "softhsm2.conf").write_text(f"directories.tokendir = {tmp_path / 'tokens'}\n")
    (tmp_path / "key.pem").write_bytes(
        serialization.load_der_private_key(key.private, None).private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    monkeypatch.setenv("SOFTHSM2_CONF", str(tmp_path / "softhsm2.conf"))
    pins = ["--so-pin", "0000", "--pin", "1234"]
    steps = [["--init-token", "--free", "--label", "labelflow"]]
    steps += [["--import", str(tmp_path / "key.pem"), "--token", "labelflow", "--label", "seal", "--id", "01"]]
    for step in steps:
        subprocess.run([tool, *step, *pins], check=True, capture_output=True, env=os.environ)
    return f"pkcs11:token=labelflow;object=seal?module-path={library}"


def test_a_key_in_a_hardware_module_seals_like_any_other(
    module: str, chain: str, unsealed: bytes, sealed: bytes, trust: TrustBundle
) -> None:
    document = seal(unsealed, tokens.sealer_on_token(module, "1234", chain), at=SEALED_AT)

    assert document == sealed
    assert read(document, trust, SEALED_AT).state == "intact"


def test_a_module_shows_that_the_certificate_is_that_of_its_key(module: str, chain: str, authority: Made) -> None:
    other = make_seal(authority, OFFICE, now=MADE_AT)
    sealer = tokens.sealer_on_token(module, "1234", chain)

    assert on_token(sealer, chain).certificates == chain
    with pytest.raises(UnfitKey, match="celui de la clé"):
        on_token(sealer, other.certificate)
    with pytest.raises(UnfitKey, match="PEM"):
        on_token(sealer, "bonjour")


def test_a_module_that_refuses_says_so(module: str, chain: str, sealer: Sealer) -> None:
    with pytest.raises(tokens.TokenFault, match="ne signe pas"):
        tokens.sealer_on_token(module, "9999", chain).sign(b"x")
    with pytest.raises(tokens.TokenFault, match="ne signe pas"):
        tokens.sealer_on_token(module.replace("object=seal", "object=other"), "1234", chain).sign(b"x")


@pytest.mark.parametrize("address", ["", "pkcs11:token=x", "http://x", "pkcs11:token=a;object=b"])
def test_an_unusable_address_of_a_module_says_how_to_write_it(address: str, chain: str) -> None:
    with pytest.raises(tokens.TokenFault, match="pkcs11:token="):
        tokens.sealer_on_token(address, "", chain)


@pytest.mark.parametrize(
    ("organisation", "name"),
    [
        (
            "Région Occitanie / Pyrénées-Méditerranée (propriétaire de la marque à confirmer)",
            "Autorité de Région Occitanie / Pyrénées-Méditerranée",
        ),
        (
            "Syndicat mixte pour la culture scientifique, technique et industrielle",
            "Autorité de Syndicat mixte pour la culture scientifique…",
        ),
        ("Ç" * 90, f"Autorité de {'Ç' * 24}…"),
    ],
)
def test_a_name_too_long_for_a_certificate_ends_at_a_word(organisation: str, name: str) -> None:
    subject = certificate_of(make_authority(organisation, now=MADE_AT)).subject

    assert [one.value for one in subject.get_attributes_for_oid(NameOID.COMMON_NAME)] == [name]
