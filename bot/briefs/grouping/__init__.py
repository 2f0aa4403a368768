"""Grouping: which story an article belongs to, judged by its signature beside those of recent articles."""
