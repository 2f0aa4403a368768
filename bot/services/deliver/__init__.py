"""From the outbox to Telegram: plan what a chat gets now, compose it, send it in its slot, settle what became of it."""
