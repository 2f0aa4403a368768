"""Newsbot: short, verbatim news briefs in Telegram."""

__version__ = "0.1.0"
