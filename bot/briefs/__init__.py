"""Text to brief: language, sentences, boilerplate, summary, countries, topics, story grouping.

Everything here is a pure function of text: no network, no database, no clock. A brief can be made, and stories
grouped, with nothing running.
"""
