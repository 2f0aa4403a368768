"""Formatted text: from what a bot sends to what a reader sees, by Telegram's rules."""
