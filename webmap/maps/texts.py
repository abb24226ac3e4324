"""What the map says to people: whole sentences, Persian being the source.

Every text the map's scripts show stands here and nowhere else; {count} and the like become
numbers in the browser.
"""

from __future__ import annotations

from webmap.i18n import gettext, mark
from webmap.presentation import MAP_STATES, map_state_word

TEXTS = {
    "zoom_in": mark("نزدیک‌تر"),
    "zoom_out": mark("دورتر"),
    "near_me": mark("جای من روی نقشه"),
    "full_screen": mark("تمام‌صفحه"),
    "leave_full_screen": mark("بستن تمام‌صفحه"),
    "share_view": mark("فرستادن این نما برای دیگران"),
    "link_copied": mark("پیوند این نما رونوشت شد."),
    "link_not_copied": mark("پیوند رونوشت نشد؛ نشانی را از بالای مرورگر بردارید."),
    "legend": mark("راهنمای نقشه"),
    "scale": mark("مقیاس نقشه:"),
    "in_metres": mark("{length} متر"),
    "in_kilometres": mark("{length} کیلومتر"),
    "close_card": mark("بستن"),
    "back_to_results": mark("بازگشت به فهرست"),
    "nameless": mark("کوچهٔ بی‌نام"),
    "closer": mark("برای دیدن نام کوچه‌ها نقشه را نزدیک‌تر کنید."),
    "in_view": mark("در این نما {count} کوچهٔ نام‌گذاری‌شده دیده می‌شود."),
    "first_in_view": mark("{listed} کوچهٔ نخست از {count} کوچهٔ نام‌گذاری‌شدهٔ این نما."),
    "demo": mark("دادهٔ نمایشی؛ ساختگی"),
    "list_label": mark("فهرست کوچه‌ها"),
    "list_search": mark("نام شهید، نام قدیم کوچه یا خیابان"),
    "map_place": mark("نقشه"),
    "card_label": mark("کوچهٔ برگزیده"),
    "in_list": mark("{count} کوچه."),
    "first_in_list": mark("{listed} کوچهٔ نخست از {count} کوچه؛ برای کوتاه‌تر شدن فهرست بنویسید."),
    "none_in_view": mark("در این نما کوچهٔ نام‌گذاری‌شده‌ای نیست."),
    "tiles_missing": mark("بخشی از نقشه نرسید؛ خودش دوباره تلاش می‌کند."),
    "alley_unknown": mark("کوچه‌ای با این نشانی در نقشه نیست."),
    "card_missing": mark("اطلاعات این کوچه نرسید؛ لطفاً دوباره آن را برگزینید."),
    "search_missing": mark("پاسخ جست‌وجو نرسید؛ لطفاً دوباره تلاش کنید."),
    "measure": mark("رنگ محدوده‌ها:"),
    "measure_named": mark("نام‌گذاری‌شده از واجد شرایط"),
    "measure_installed": mark("پلاک نصب‌شده از نام‌گذاری‌شده"),
    "measure_near_installed": mark("پلاک تا ۳۰۰ متری راه پیاده"),
    "share": mark("{part} از {whole} ({percent}٪)"),
    "percent": mark("{percent}٪"),
    "no_share": mark("چیزی برای شمردن نیست"),
    "area_and_share": mark("{area}: {share}"),
    "unnamed_in_view": mark("در این نما {count} کوچهٔ بی‌نام دیده می‌شود."),
    "closer_for_unnamed": mark("برای دیدن کوچه‌های بی‌نام نقشه را نزدیک‌تر کنید."),
    "areas_missing": mark("شمار محدوده‌ها نرسید؛ جدول زیر نقشه همان شمارها را دارد."),
    "on_this_map": mark("{count} کوچهٔ این فهرست روی نقشه پررنگ است."),
    "first_on_this_map": mark("کوچه‌های {listed} ردیف نخست از {count} ردیف روی نقشه پررنگ است."),
    "none_on_this_map": mark("هیچ‌یک از این نام‌ها هنوز روی نقشه نیست."),
    "lines_missing": mark("کوچه‌های این فهرست نرسید؛ فهرست زیر نقشه کامل است."),
    "tour_shown": mark("{count} ایستگاه این تور روی نقشه است."),
    "tour_stop": mark("ایستگاه {count}"),
    "tour_missing": mark("ایستگاه‌ها روی نقشه نیامد؛ فهرست کامل است."),
    "walk_shown": mark("مسیر با {count} ایستگاه روی نقشه است."),
    "walk_start": mark("آغاز"),
    "walk_goal": mark("پایان"),
    "walk_stop": mark("ایستگاه {count}"),
    "finding_place": mark("در حال یافتن جای شما…"),
    "here": mark("شما این‌جا هستید."),
    "outside": mark("شما بیرون از این نقشه هستید."),
    "place_refused": mark(
        "جای شما معلوم نشد. محله‌تان را از فهرست برگزینید یا نام خیابان را جست‌وجو کنید."
    ),
}
MAP_LABEL = mark("نقشهٔ کوچه‌های شهر؛ با کلیدهای جهت‌نما جابه‌جا می‌شود")


def map_texts() -> dict[str, object]:
    """Return the texts in the reader's language, as plain values for JSON."""
    states = {state: gettext(text) for state, text in MAP_STATES.items()}
    states["none"] = map_state_word(None)
    return {**{name: gettext(text) for name, text in TEXTS.items()}, "states": states}


def map_label() -> str:
    """Return what a screen reader calls the map."""
    return gettext(MAP_LABEL)
