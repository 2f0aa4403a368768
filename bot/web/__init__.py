"""One port for what machines ask: health, metrics, publisher push, Telegram's webhook."""
