"""The names of the summarizers, apart, so that the command's --help need not load them."""

METHODS = (
    "newsbot", "lead", "lexrank", "textrank", "lsa", "luhn", "kl", "sumbasic", "reduction", "edmundson", "random",
)  # fmt: skip
"""Ours, which is the default; the first sentences; sumy's own methods."""
