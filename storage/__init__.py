"""What Newsbot remembers: SQLite or PostgreSQL behind functions that take and return domain nouns."""
