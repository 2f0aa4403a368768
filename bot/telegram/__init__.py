"""How we talk to Telegram: transport, pace, outcomes, rendering. Nothing here knows what we store."""
