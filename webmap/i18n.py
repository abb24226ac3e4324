"""The language of a request: whole sentences through gettext, Persian being the source.

Knows no sentence itself. Translations are standard .po files below `translations/`, read when the
application is made.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from flask import Flask, Response, g, has_request_context, request

DEFAULT_LANGUAGE = "fa"
LANGUAGES = ("fa", "ar", "en")
LANGUAGE_NAMES = {"fa": "فارسی", "ar": "العربية", "en": "English"}
TRANSLATIONS = Path(__file__).parent / "translations"
COOKIE = "lang"
A_YEAR_S = 365 * 24 * 3600


def init_i18n(app: Flask) -> None:
    """Give the templates of `app` gettext that escapes; remember the language one chooses."""
    app.jinja_env.policies["ext.i18n.trimmed"] = True
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        lambda message: current_translations().gettext(message),
        lambda one, many, number: current_translations().ngettext(one, many, number),
        newstyle=True,
    )
    # Functions, because macros see no variable of the page that imports them.
    app.jinja_env.globals.update(
        language_names=LANGUAGE_NAMES,
        reading_direction=reading_direction,
        is_persian=is_persian,
    )
    app.after_request(_remember)
    for language in LANGUAGES:
        translations_of(language)


def current_language() -> str:
    """Return the language code of this request: asked for, remembered, or Persian."""
    # Asked hundreds of times a page: one look where it is known already.
    try:
        known: str = g.language
    except (AttributeError, RuntimeError):
        return _language_of_request()
    return known


def _language_of_request() -> str:
    if not has_request_context():
        return DEFAULT_LANGUAGE
    asked = (request.args.get("lang"), request.cookies.get(COOKIE))
    found = next((one for one in asked if one in LANGUAGES), DEFAULT_LANGUAGE)
    g.language = found
    return found


def reading_direction() -> str:
    """Return the direction of the page's text, "rtl" or "ltr"."""
    return "ltr" if current_language() == "en" else "rtl"


def is_persian() -> bool:
    """Return whether the reader reads Persian, the language of the signs."""
    return current_language() == DEFAULT_LANGUAGE


@contextmanager
def in_language(language: str) -> Iterator[None]:
    """Answer in one language whatever the reader's is: a sign is always Persian."""
    before = current_language()
    if has_request_context():
        g.language = language
    try:
        yield
    finally:
        if has_request_context():
            g.language = before


def current_translations() -> NullTranslations:
    """Return the sentences in the language of this request."""
    return translations_of(current_language())


@cache
def translations_of(language: str) -> NullTranslations:
    """Return the sentences of a language; those of Persian are the source itself."""
    if language == DEFAULT_LANGUAGE:
        return NullTranslations()
    with (TRANSLATIONS / f"{language}.po").open("rb") as file:
        catalogue = read_po(file, locale=language)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return GNUTranslations(compiled)


def mark(message: str) -> str:
    """Return the message unchanged: it stands in a table and is translated when it is used."""
    return message


def gettext(message: str, **variables: Any) -> str:
    """Return the sentence in the reader's language with its %(name)s filled in."""
    text = current_translations().gettext(message)
    return text % variables if variables else text


def ngettext(one: str, many: str, number: int, **variables: Any) -> str:
    """Return the sentence for `number` things, filled in like `gettext`."""
    text = current_translations().ngettext(one, many, number)
    return text % {"num": number, **variables}


def _remember(response: Response) -> Response:
    if response.mimetype != "text/html":
        return response
    response.vary.add("Cookie")
    asked = request.args.get("lang")
    # A frame in another site leaves nothing behind.
    if asked in LANGUAGES and asked != request.cookies.get(COOKIE) and "embed" not in request.args:
        response.set_cookie(COOKIE, asked, max_age=A_YEAR_S, samesite="Lax", httponly=True)
    return response
