"""How a preview reads in Persian: names of columns, outcomes, severities; the site translates."""

from __future__ import annotations

from collections.abc import Mapping

from geodata.input_roles import InputRole
from geodata.intake.match_changes import Outcome
from geodata.intake.preview import Cell
from geodata.issues import Severity

REGISTER_FA: Mapping[str, str] = {
    "naming_id": "شناسهٔ نام‌گذاری",
    "full_name": "نام و نام خانوادگی",
    "first_name": "نام",
    "last_name": "نام خانوادگی",
    "father_name": "نام پدر",
    "title": "عنوان",
    "birth_date": "تاریخ تولد",
    "martyrdom_date": "تاریخ شهادت",
    "martyrdom_place": "محل شهادت",
    "burial_place": "مزار",
    "biography": "زندگی‌نامه",
    "latin_name": "نام لاتین",
    "arabic_name": "نام عربی",
    "photo": "عکس",
    "photo_credit": "منبع عکس",
    "photo_consent": "رضایت انتشار عکس",
    "media_url": "صوت و تصویر",
    "district": "منطقه",
    "neighbourhood": "محله",
    "main_street": "خیابان اصلی",
    "old_name": "نام قدیم",
    "new_name": "نام جدید",
    "decree_no": "شمارهٔ مصوبه",
    "decree_date": "تاریخ مصوبه",
    "lon": "طول جغرافیایی",
    "lat": "عرض جغرافیایی",
    "plaque_status": "وضعیت پلاک",
    "plaque_date": "تاریخ نصب",
}
"""The columns of a register, in the order in which one looks for them."""
PLAQUES_FA: Mapping[str, str] = {
    "plaque_id": "شناسهٔ پلاک",
    "naming_id": "شناسهٔ نام‌گذاری",
    "plaque_status": "وضعیت پلاک",
    "plaque_date": "تاریخ نصب",
    "end": "سر کوچه",
    "plaque_text": "نوشتهٔ پلاک",
    "note": "یادداشت",
    "lon": "طول جغرافیایی",
    "lat": "عرض جغرافیایی",
}
MEANINGS_FA = {InputRole.REGISTRY: REGISTER_FA, InputRole.PLAQUES: PLAQUES_FA}
"""What a header nobody knows may mean, by whose it is."""
COLUMN_FA: Mapping[str, str] = {
    **PLAQUES_FA,
    **REGISTER_FA,
    "id_before": "شناسهٔ پیشین",
    "column": "ستون",
    "before": "پیش‌تر",
    "after": "اکنون",
    "outcome": "چه می‌شود",
    "alley_before": "کوچهٔ پیشین",
    "alley_after": "کوچهٔ تازه",
    "reason": "دلیل",
    "sentence": "چه چیزی",
    "since": "از کی",
    "source": "پرونده",
    "row": "ردیف",
    "severity": "اهمیت",
    "value": "نوشته",
}
OUTCOME_FA: Mapping[str, str] = {
    Outcome.KEPT: "همان می‌ماند",
    Outcome.OTHER_ALLEY: "به کوچهٔ دیگری می‌رود",
    Outcome.TO_REVIEW: "به بازبینی می‌رود",
    Outcome.TO_UNMATCHED: "از نقشه می‌افتد",
    Outcome.TO_REGISTER_ERROR: "خطای دفتر شمرده می‌شود",
    Outcome.GONE: "دیگر در دفتر نیست",
}
SEVERITY_FA: Mapping[str, str] = {
    Severity.ERROR: "خطا",
    Severity.WARNING: "هشدار",
    Severity.INFO: "آگاهی",
}
SINCE_FA: Mapping[str, str] = {"now": "با همین ورودی", "before": "پیش از این هم"}
ROLE_FA = {
    InputRole.STREETS: "شبکهٔ معابر",
    InputRole.REGISTRY: "دفتر نام‌گذاری",
    InputRole.DISTRICTS: "منطقه‌ها",
    InputRole.NEIGHBOURHOODS: "محله‌ها",
    InputRole.PLAQUES: "پلاک‌ها",
    InputRole.DECISIONS: "پروندهٔ تصمیم‌ها",
    InputRole.LABELS: "برگهٔ داوری",
    InputRole.SURROUNDINGS: "زمینهٔ نقشه",
    InputRole.PHOTOS: "عکس‌ها",
}
WORDS_FA: Mapping[str, Mapping[str, str]] = {
    "outcome": OUTCOME_FA,
    "severity": SEVERITY_FA,
    "since": SINCE_FA,
    "column": COLUMN_FA,
}
"""Columns whose cells are words of ours."""


def word_fa(key: str, value: Cell) -> Cell:
    """Return a cell in words where its column holds words of ours."""
    if key not in WORDS_FA or not isinstance(value, str):
        return value
    return WORDS_FA[key].get(value, value)
