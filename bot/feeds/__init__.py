"""The outside world in: documents fetched with care, read as feeds and pages, and known by what they are.

Nothing here knows Telegram or the database. Functions that decide are pure; `fetch`, `workers` and
`check` act.
"""
