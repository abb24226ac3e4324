"""Why a file is not taken, in words for whoever sent it."""

from __future__ import annotations

from geodata.errors import QueryError

REFUSED_FA = {
    "type": "این پرونده فیلم یا صدایی نیست که مرورگرها پخش کنند؛ MP4 (H.264 و AAC)،"
    " M4A، MP3، Ogg یا WebM بفرستید.",
    "codecs": "فیلم MP4 باید با H.264 و صدای AAC باشد تا همهٔ گوشی‌ها پخشش کنند.",
    "cut": "پرونده ناقص است؛ گویا ارسال یا ساختنش نیمه‌کاره مانده است.",
    "empty": "در این پرونده نه تصویری هست و نه صدایی.",
    "broken": "ساختار این پرونده درست نیست؛ یک بار دیگر از برنامهٔ تدوین خروجی بگیرید.",
    "captions": "زیرنویس خوانده نشد؛ پرونده‌ای از نوع WebVTT یا SRT با نویسه‌های UTF-8 بفرستید.",
}


def refused(why: str, parameter: str = "file") -> QueryError:
    """Return the error for one of `REFUSED_FA`."""
    return QueryError(f"{parameter}: {why}", REFUSED_FA[why], parameter=parameter)
