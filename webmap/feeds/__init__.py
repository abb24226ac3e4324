"""Anniversaries for other programs: Atom (RFC 4287), JSON Feed 1.1, iCalendar (RFC 5545)."""
