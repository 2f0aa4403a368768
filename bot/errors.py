"""What can go wrong, in terms of the people who have to act on it.

NewsbotError
├── UserError               a person's input; the text is shown to that person as it stands
│   ├── SettingsError       a setting is missing, malformed or unknown
│   ├── DatabaseError       the database cannot be opened, is newer than the program, or is in use
│   ├── FeedListError       a list of feeds (OPML or text) cannot be read
│   └── ArticleError        an article that was handed to us lacks something, or is too large
├── FetchError              the outside world did not give us a document
│   ├── ForbiddenAddress    the address is private, or not http
│   ├── TooLarge            the document passes our limits
│   ├── Unreachable         name resolution, connection, TLS or time
│   └── BadStatus           an HTTP status that is not success; carries it
├── ParseError              bytes that are no feed, or no page
│   └── TooCostly           reading them takes more time or memory than any document may
├── WorkersBusy             more documents wait to be read than may; ask again later
└── VerbatimError           a brief holds words that its article does not: a defect of ours
"""

from datetime import timedelta


class NewsbotError(Exception):
    """The root of the tree in the module's docstring."""


class UserError(NewsbotError):
    """Somebody's input; `str(error)` names the place and the next step, for that person to read."""


class SettingsError(UserError):
    """A setting is missing, malformed or unknown."""


class DatabaseError(UserError):
    """The database cannot be opened, is of a newer version, or another process holds it."""


class FeedListError(UserError):
    """A list of feeds cannot be read."""


class ArticleError(UserError):
    """An article that was handed to us lacks something, or is too large."""


class FetchError(NewsbotError):
    """The outside world did not give us a document."""


class ForbiddenAddress(FetchError):
    """The address is not http(s), or resolves to a place we must not reach."""


class TooLarge(FetchError):
    """The document passes our limits, compressed or expanded."""


class Unreachable(FetchError):
    """Name resolution, connection, TLS or a deadline failed."""


class BadStatus(FetchError):
    """The server answered, but not with a document."""

    def __init__(self, status: int, url: str, retry_after: timedelta | None = None) -> None:
        super().__init__(f"HTTP {status} from {url}")
        self.status = status
        self.url = url
        self.retry_after = retry_after


class ParseError(NewsbotError):
    """These bytes are no feed, or no page."""


class TooCostly(ParseError):
    """Reading these bytes takes more processor time or memory than any document may."""


class WorkersBusy(NewsbotError):
    """More documents wait to be read than may; the caller holds its own back."""


class VerbatimError(NewsbotError):
    """A brief holds words that its article does not."""
