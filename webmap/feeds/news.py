"""The anniversaries of these days as news: Atom (RFC 4287) and JSON Feed 1.1 say the same."""

from __future__ import annotations

import json
from datetime import datetime

from flask import render_template

from webmap.feeds.entries import Entry, Feed

ATOM_TYPE = "application/atom+xml; charset=utf-8"
JSON_TYPE = "application/feed+json"
VERSION = "https://jsonfeed.org/version/1.1"


def atom_text(feed: Feed) -> str:
    """Return the feed as Atom; the template escapes whatever a name holds."""
    return render_template("feeds/atom.xml", feed=feed)


def json_text(feed: Feed) -> str:
    """Return the feed as JSON Feed; `_anniversary` holds the date as machines read it."""
    told = {
        "version": VERSION,
        "title": feed.title,
        "home_page_url": feed.home_url,
        "feed_url": feed.feed_url,
        "description": feed.about,
        "authors": [{"name": feed.author}],
        "language": feed.language,
        "items": [_item(entry) for entry in feed.entries],
    }
    return json.dumps(told, ensure_ascii=False, indent=1)


def _item(entry: Entry) -> dict[str, object]:
    return {
        "id": entry.uid.urn,
        "url": entry.url,
        "title": entry.title,
        "content_text": "\n".join(entry.lines),
        "date_published": rfc3339(entry.published),
        "_anniversary": {
            "martyrdom_date_jalali": entry.died,
            "years": entry.years,
            "lon": entry.at[0] if entry.at else None,
            "lat": entry.at[1] if entry.at else None,
        },
    }


def rfc3339(moment: datetime) -> str:
    """Return a moment with its offset, to the second (RFC 3339)."""
    return moment.isoformat(timespec="seconds")
