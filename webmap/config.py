"""What the site is told from outside, read once when the application is made.

Nothing here is read at import time, and nothing else in the package reads the environment.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

DEFAULT_DATASET = "var/dataset"


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
    count_misses : bool
        Whether searches that find nothing are counted, the words alone (`ALLEYS_COUNT_MISSES`,
        "no" to leave it).
    """

    dataset: str = DEFAULT_DATASET
    public_url: str | None = None
    trusted_hosts: tuple[str, ...] = ()
    journal: str | None = None
    count_misses: bool = True

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> SiteConfig:
        """Return the settings that the variables of `environ` describe."""
        hosts = environ.get("ALLEYS_TRUSTED_HOSTS", "").split(",")
        return cls(
            dataset=environ.get("ALLEYS_DATASET", "").strip() or DEFAULT_DATASET,
            public_url=environ.get("ALLEYS_PUBLIC_URL", "").strip().rstrip("/") or None,
            trusted_hosts=tuple(host.strip() for host in hosts if host.strip()),
            journal=environ.get("ALLEYS_JOURNAL", "").strip() or None,
            count_misses=environ.get("ALLEYS_COUNT_MISSES", "").strip().lower() != "no",
        )
