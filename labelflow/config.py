"""Settings, read from `LABELFLOW_*` environment variables; every one has a default that works."""

from __future__ import annotations

import os
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import TYPE_CHECKING

from labelflow.errors import BadSetting

if TYPE_CHECKING:
    from collections.abc import Mapping

PREFIX = "LABELFLOW_"
HOME = Path("instance")
DEMO_SITE = "demo-site"
"""A file of the folder of a demonstration: the address at which it was last served."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """One instance's settings. Field `x` is read from `LABELFLOW_X`."""

    home: Path = HOME
    """Folder of the instance: database, files, keys, local mail."""
    database_url: str = ""
    """SQLAlchemy URL; empty: SQLite in `home`. PostgreSQL: `postgresql+psycopg://…`."""
    secret_key: str = ""
    """Signs sessions and links; empty: made once and kept in `home` (mode 600)."""
    keys_passphrase: str = ""
    """Locks the private keys at rest; empty: made once and kept in `home` (mode 600), beside the database it protects."""
    token: str = ""
    """The hardware module that keeps the key of the seal, if one does: `pkcs11:token=…;object=…?module-path=…`."""
    token_pin: str = ""
    """Opens that module."""
    timestamp_url: str = ""
    """A time-stamp authority (RFC 3161) that dates each seal; empty: seals bear the instance's own time."""
    timestamp_roots: Path = Path("timestamp-roots.pem")
    """PEM file of the authorities of that time-stamp authority (and, when they publish it nowhere, of what they revoke)."""
    status_list_hours: int = 24
    """How long a saved copy of the status lists may be relied on, offline; the site always answers with the present."""
    base_url: str = "http://127.0.0.1:8000"
    """Public address, without a final slash: printed on certificates and in mail."""
    demo: bool = False
    """Demonstration: sign-in links per role, a clock that can be advanced, a banner on each page."""
    smtp_url: str = ""
    """`smtp://user:password@host:port` or `smtps://…`; empty: mail stays in the local inbox."""
    mail_from: str = "ne-pas-repondre@localhost"
    """Sender of the notices; without a name, that of the programme stands before the address."""
    answer_asked_days: int = 7
    """Days after which a teacher who wrote to a holder is asked whether the holder answered."""
    requests_kept_days: int = 180
    """Days after which who asked something of a holder is forgotten (30 days after the teacher's answer, if sooner)."""
    concerns_kept_days: int = 365
    """Days after its last step, after which what was reported about a label is erased."""
    max_upload_mb: int = 10
    """Largest evidence file, in megabytes."""
    limits_url: str = "memory://"
    """Storage of attempt counts (`memory://`, `redis://…`)."""
    sqlite_synchronous: str = "FULL"
    """`FULL` or `NORMAL` (faster; the last commits may be lost when the power fails)."""
    trusted_proxies: int = 0
    """Number of reverse proxies in front, whose X-Forwarded-* headers are believed."""
    publisher: str = ""
    """Who directs the publication of the site: named in its legal notice."""
    host: str = ""
    """Name, address and telephone of the company that hosts the site: named in its legal notice."""
    secure_cookies: bool = field(default=False)
    """Send cookies over HTTPS only; implied by a `base_url` in https."""

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Settings:
        """Read the settings. Raises BadSetting for a value that cannot be used.

        In the folder of a demonstration every command works on that demonstration, at its own time and address.
        """
        source = os.environ if environment is None else environment
        values: dict[str, object] = {}
        for declared in fields(cls):
            text = source.get(PREFIX + declared.name.upper())
            if text is not None:
                values[declared.name] = _parse(declared.name, str(declared.type), text)
        return cls(**_of_a_demonstration(values.get("home", HOME)) | values)  # type: ignore[arg-type]  # each value was parsed by its field's type

    def __post_init__(self) -> None:
        if self.sqlite_synchronous not in {"FULL", "NORMAL"}:
            raise BadSetting(f"{PREFIX}SQLITE_SYNCHRONOUS: write FULL or NORMAL.")
        if not self.base_url.startswith(("http://", "https://")):
            raise BadSetting(f"{PREFIX}BASE_URL: write an address that begins with http:// or https://.")
        object.__setattr__(self, "base_url", self.base_url.rstrip("/"))

    @property
    def url(self) -> str:
        """The database's URL, the embedded default included."""
        return self.database_url or f"sqlite:///{(self.home / 'labelflow.sqlite').absolute()}"

    @property
    def files(self) -> Path:
        """Folder of uploaded and issued files."""
        return self.home / "files"


def _of_a_demonstration(home: object) -> dict[str, object]:
    site = Path(str(home)) / DEMO_SITE
    return {"demo": True, "base_url": site.read_text(encoding="ascii").strip()} if site.is_file() else {}


def _parse(name: str, type_name: str, text: str) -> object:
    if type_name == "bool":
        if text.strip().lower() not in {"0", "1", "true", "false", "yes", "no", ""}:
            raise BadSetting(f"{PREFIX}{name.upper()}: write 1 or 0.")
        return text.strip().lower() in {"1", "true", "yes"}
    if type_name == "int":
        if not text.strip().isdigit():
            raise BadSetting(f"{PREFIX}{name.upper()}: write a whole number.")
        return int(text)
    return Path(text) if type_name == "Path" else text.strip()


def territory_folder() -> Path | None:
    """`LABELFLOW_TERRITORY`: the tables of another region than the one that ships (`labelflow/territory/README.md`)."""
    named = os.environ.get(f"{PREFIX}TERRITORY")
    return Path(named) if named else None
