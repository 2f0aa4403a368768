"""What the bot says, a module for each conversation.

A function that returns `Html` gives a whole message, ready to send; one that returns `str` gives plain
text, for a button, a toast (at most 200 characters) or a place in somebody else's message.
"""
