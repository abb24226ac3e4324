"""The language of a request: whole sentences through gettext, Persian being the source.

Knows no sentence itself. Catalogues of other languages are looked up here once they exist.
"""

from __future__ import annotations

from gettext import NullTranslations
from typing import Any

from flask import Flask

DEFAULT_LANGUAGE = "fa"
LANGUAGES = ("fa", "ar", "en")
_PERSIAN = NullTranslations()


def init_i18n(app: Flask) -> None:
    """Give the templates of `app` gettext that escapes its variables."""
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        lambda message: current_translations().gettext(message),
        lambda one, many, number: current_translations().ngettext(one, many, number),
        newstyle=True,
    )


def current_language() -> str:
    """Return the language code of this request, for the page's `lang`."""
    return DEFAULT_LANGUAGE


def current_translations() -> NullTranslations:
    """Return the sentences in the language of this request."""
    return _PERSIAN


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
