"""A local Telegram: a Bot API server with Telegram's rules, words and limits, for tests and the demo."""
