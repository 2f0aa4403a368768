"""The tour: people who use the bot step by step, each step checked by what their phones show."""
