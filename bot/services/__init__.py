"""Use cases, named by verbs. They own the transactions; nothing remote happens inside one."""
