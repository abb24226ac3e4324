"""What the site is told of the organisation's own OpenID provider; nothing means there is none."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from geodata.journal.accounts import Role

SHORTEST_SECRET = 16
NO_SECRETS = frozenset({"changeme", "change-me", "secret", "client-secret", "password", "default"})
_PREFIX = "ALLEYS_OIDC_"
_ISSUER = re.compile(
    r"https://[^\s?#@\\]+|http://(localhost|127\.0\.0\.1|\[::1\])(:\d+)?[^\s?#@\\]*"
)


@dataclass(frozen=True, slots=True)
class OidcConfig:
    """How people of the organisation log in with what they have there.

    Parameters
    ----------
    issuer : str
        Address of the provider, https (`ALLEYS_OIDC_ISSUER`); the only other host that the site
        ever asks anything of.
    client_id, client_secret : str
        What the site is there (`ALLEYS_OIDC_CLIENT_ID`, `ALLEYS_OIDC_CLIENT_SECRET` or a file
        that holds it, `ALLEYS_OIDC_CLIENT_SECRET_FILE`).
    role_claim : str
        Where an ID token lists somebody's groups, parts of it divided by dots
        (`ALLEYS_OIDC_ROLE_CLAIM`, such as `groups`); "" when roles are given here alone.
    roles : mapping of str to Role
        What a group may do (`ALLEYS_OIDC_ROLES`, such as `kuche-admins=admin,city=planner`).
    """

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    role_claim: str = ""
    roles: Mapping[str, Role] = field(default_factory=dict)

    def role_of(self, claims: Mapping[str, object]) -> Role | None:
        """Return the highest role that somebody's groups give, None for none."""
        if not self.role_claim:
            return None
        value: object = claims
        for part in self.role_claim.split("."):
            value = value.get(part) if isinstance(value, Mapping) else None
        groups = value if isinstance(value, list) else [value]
        found = [self.roles[one] for one in groups if isinstance(one, str) and one in self.roles]
        return max(found, key=tuple(Role).index, default=None)


def oidc_config(
    environ: Mapping[str, str], *, public_url: str | None, journal: str | None
) -> OidcConfig | None:
    """Return the settings that the variables describe, None where none is set.

    Raises
    ------
    ValueError
        Some are missing or are what no site should start with.
    """
    told = {key.removeprefix(_PREFIX): value.strip() for key, value in environ.items()
            if key.startswith(_PREFIX) and value.strip()}  # fmt: skip
    if not told:
        return None
    if unknown := set(told) - {
        "ISSUER", "CLIENT_ID", "CLIENT_SECRET", "CLIENT_SECRET_FILE", "ROLE_CLAIM", "ROLES",
    }:  # fmt: skip
        raise ValueError(f"{_PREFIX}{min(unknown)}: there is no such setting")
    for name in ("ISSUER", "CLIENT_ID"):
        if name not in told:
            raise ValueError(f"{_PREFIX}{name} is not set, but other settings of {_PREFIX}* are")
    if not _ISSUER.fullmatch(told["ISSUER"]):
        raise ValueError(f"{_PREFIX}ISSUER: {told['ISSUER']!r}, expected an https address")
    if not public_url or not journal:
        raise ValueError(f"{_PREFIX}ISSUER needs ALLEYS_PUBLIC_URL and ALLEYS_JOURNAL to be set")
    if ("ROLE_CLAIM" in told) != ("ROLES" in told):
        raise ValueError(f"{_PREFIX}ROLE_CLAIM and {_PREFIX}ROLES belong together")
    return OidcConfig(
        issuer=told["ISSUER"],
        client_id=told["CLIENT_ID"],
        client_secret=_secret(told),
        role_claim=told.get("ROLE_CLAIM", ""),
        roles=_roles(told.get("ROLES", "")),
    )


def _secret(told: Mapping[str, str]) -> str:
    typed, file = told.get("CLIENT_SECRET"), told.get("CLIENT_SECRET_FILE")
    if (typed is None) == (file is None):
        raise ValueError(f"set one of {_PREFIX}CLIENT_SECRET and {_PREFIX}CLIENT_SECRET_FILE")
    if file is not None:
        try:
            typed = Path(file).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeError) as error:
            raise ValueError(f"{_PREFIX}CLIENT_SECRET_FILE: {file} cannot be read") from error
    assert typed is not None
    if len(typed) < SHORTEST_SECRET or typed.lower() in NO_SECRETS:
        # Which it is stays out of logs.
        raise ValueError(
            f"{_PREFIX}CLIENT_SECRET: expected what the provider made, at least"
            f" {SHORTEST_SECRET} characters"
        )
    return typed


def _roles(typed: str) -> dict[str, Role]:
    roles = {}
    for pair in filter(None, map(str.strip, typed.split(","))):
        group, equals, role = pair.rpartition("=")
        if not equals or not group or role not in set(Role):
            raise ValueError(f"{_PREFIX}ROLES: {pair!r}, expected a group and a role: city=planner")
        roles[group] = Role(role)
    return roles
