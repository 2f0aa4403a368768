"""The chat page: the local Telegram in the browser, a phone for each person."""
