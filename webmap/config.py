"""What the site is told from outside, read once when the application is made.

Nothing here is read at import time, and nothing else in the package reads the environment.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from flask import current_app

from webmap.oidc_config import OidcConfig, oidc_config

DEFAULT_DATASET = "var/dataset"
MOST_PROXIES = 5
DEFAULT_KEEP_DAYS = 90
LONGEST_NUMBER = 9


@dataclass(frozen=True, slots=True)
class SiteConfig:
    """Settings of one running site.

    Parameters
    ----------
    dataset : str
        Directory that builds are published to (`ALLEYS_DATASET`).
    public_url : str or None
        Address people reach the site by, without a slash at the end (`ALLEYS_PUBLIC_URL`). It
        goes into permanent links; without it the host of the request does.
    trusted_hosts : tuple of str
        Host names the site answers to (`ALLEYS_TRUSTED_HOSTS`, separated by commas); empty
        means any, which is right only behind a proxy that checks them or on one's own machine.
    journal : str or None
        Where the site keeps what people decide and report, a file or a `postgresql+psycopg://`
        address (`ALLEYS_JOURNAL`); without it nothing is kept.
    embed_hosts : tuple of str
        Sites that may show the map in a frame, as origins such as `https://qom.ir`, or `*`
        (`ALLEYS_EMBED_HOSTS`, separated by commas); empty means none.
    data_hosts : tuple of str
        Sites whose pages may read the data interface, as origins such as `https://qom.ir`, or `*`
        (`ALLEYS_DATA_HOSTS`, separated by commas); empty means none but our own.
    proxies : int
        How many proxies of ours stand in front and say who asks (`ALLEYS_PROXIES`); 0 when the
        site is reached directly: then nobody is believed.
    live : str or None
        Folder for snapshots of the dataset with what people decided since it was built, which
        may be thrown away (`ALLEYS_LIVE`); beside the journal when it is a file, else
        `var/live`.
    spool : str or None
        Folder for files that stewards send and what becomes of them (`ALLEYS_SPOOL`); beside the
        dataset without it.
    upload_mb : int
        So much may be sent there at once [MiB] (`ALLEYS_UPLOAD_MB`).
    import_memory_mb, import_cpu_s : int
        What the analysis of it may use: memory [MiB] (`ALLEYS_IMPORT_MEMORY_MB`) and time of the
        processor [s] (`ALLEYS_IMPORT_CPU_S`).
    kept_versions : int
        How many earlier versions stay when one is published here (`ALLEYS_KEPT_VERSIONS`).
    media : str or None
        Folder for films and sound of the broadcaster (`ALLEYS_MEDIA`); beside the journal when
        that is a file, else `var/media`.
    media_mb : int
        So large may one of them be [MiB] (`ALLEYS_MEDIA_MB`).
    count_misses : bool
        Whether searches that find nothing are counted, the words alone (`ALLEYS_COUNT_MISSES`,
        "no" to leave it).
    keep_contact_days : int
        After so many days telephone numbers and photos of closed reports are deleted
        (`ALLEYS_KEEP_CONTACT_DAYS`).
    oidc : OidcConfig or None
        The organisation's own provider of logins (`ALLEYS_OIDC_*`); None for passwords alone.
    walk_kmh, walk_stop_min : float
        How fast people walk [km/h] (`ALLEYS_WALK_KMH`) and how long they stay at a stop [min]
        (`ALLEYS_WALK_STOP_MINUTES`) on the walks the site plans.
    """

    dataset: str = DEFAULT_DATASET
    public_url: str | None = None
    trusted_hosts: tuple[str, ...] = ()
    journal: str | None = None
    live: str | None = None
    proxies: int = 0
    spool: str | None = None
    upload_mb: int = 64
    import_memory_mb: int = 4096
    import_cpu_s: int = 1800
    kept_versions: int = 10
    media: str | None = None
    media_mb: int = 512
    count_misses: bool = True
    keep_contact_days: int = DEFAULT_KEEP_DAYS
    embed_hosts: tuple[str, ...] = ()
    data_hosts: tuple[str, ...] = ()
    oidc: OidcConfig | None = None
    walk_kmh: float = 4.5
    walk_stop_min: float = 2.0

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> SiteConfig:
        """Return the settings that the variables of `environ` describe."""
        public_url = environ.get("ALLEYS_PUBLIC_URL", "").strip().rstrip("/") or None
        journal = environ.get("ALLEYS_JOURNAL", "").strip() or None
        return cls(
            dataset=environ.get("ALLEYS_DATASET", "").strip() or DEFAULT_DATASET,
            public_url=public_url,
            trusted_hosts=_words(environ, "ALLEYS_TRUSTED_HOSTS"),
            embed_hosts=_origins(environ, "ALLEYS_EMBED_HOSTS"),
            data_hosts=_origins(environ, "ALLEYS_DATA_HOSTS"),
            journal=journal,
            oidc=oidc_config(environ, public_url=public_url, journal=journal),
            live=environ.get("ALLEYS_LIVE", "").strip() or None,
            proxies=_number(environ, "ALLEYS_PROXIES", 0, 0, MOST_PROXIES),
            spool=environ.get("ALLEYS_SPOOL", "").strip() or None,
            upload_mb=_number(environ, "ALLEYS_UPLOAD_MB", 64, 1, 4096),
            import_memory_mb=_number(environ, "ALLEYS_IMPORT_MEMORY_MB", 4096, 512, 1 << 20),
            import_cpu_s=_number(environ, "ALLEYS_IMPORT_CPU_S", 1800, 10, 86_400),
            kept_versions=_number(environ, "ALLEYS_KEPT_VERSIONS", 10, 1, 100),
            media=environ.get("ALLEYS_MEDIA", "").strip() or None,
            media_mb=_number(environ, "ALLEYS_MEDIA_MB", 512, 1, 16_384),
            count_misses=environ.get("ALLEYS_COUNT_MISSES", "").strip().lower() != "no",
            keep_contact_days=_days(environ, "ALLEYS_KEEP_CONTACT_DAYS", DEFAULT_KEEP_DAYS),
            walk_kmh=_decimal(environ, "ALLEYS_WALK_KMH", 4.5, 1.0, 7.0),
            walk_stop_min=_decimal(environ, "ALLEYS_WALK_STOP_MINUTES", 2.0, 0.0, 30.0),
        )


def site_config() -> SiteConfig:
    """Return the settings of the application that answers now."""
    return cast(SiteConfig, current_app.config["SITE"])


def _words(environ: Mapping[str, str], name: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in environ.get(name, "").split(",") if word.strip())


def _number(environ: Mapping[str, str], name: str, usual: int, lowest: int, highest: int) -> int:
    typed = environ.get(name, "").strip() or str(usual)
    is_number = typed.isascii() and typed.isdigit() and len(typed) <= LONGEST_NUMBER
    if not is_number or not lowest <= int(typed) <= highest:
        raise ValueError(f"{name}: {typed!r}, expected a number from {lowest} to {highest}")
    return int(typed)


def _decimal(
    environ: Mapping[str, str], name: str, usual: float, lowest: float, highest: float
) -> float:
    typed = environ.get(name, "").strip() or str(usual)
    if not _DECIMAL.fullmatch(typed) or not lowest <= float(typed) <= highest:
        raise ValueError(f"{name}: {typed!r}, expected a number from {lowest:g} to {highest:g}")
    return float(typed)


def _origins(environ: Mapping[str, str], name: str) -> tuple[str, ...]:
    """Origins as a policy may name them; anything else could add a rule of its own to it."""
    words = _words(environ, name)
    for word in words:
        if word != "*" and not _ORIGIN.fullmatch(word):
            raise ValueError(f"{name}: {word!r}, expected origins such as https://qom.ir or *")
    return words


def _days(environ: Mapping[str, str], name: str, default: int) -> int:
    written = environ.get(name, "").strip()
    if not written:
        return default
    if not _DAYS.fullmatch(written):
        raise ValueError(f"{name}: {written!r}, expected a number of days such as 90")
    return int(written)


_DAYS = re.compile(r"[0-9]{1,5}")
_DECIMAL = re.compile(r"[0-9]{1,3}(\.[0-9]{1,3})?")
_ORIGIN = re.compile(r"https?://(\*\.)?[A-Za-z0-9.-]+(:\d{1,5})?")
