"""From the outside world to stories: poll or be pushed, store once, brief, group, owe to readers.

Each step ends in a committed row; a process killed anywhere resumes from the last one.
"""
