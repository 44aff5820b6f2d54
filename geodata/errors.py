"""The errors of this package, as one tree.

GeodataError
├── ReportError (ValueError)          a text cannot be read as a report
│   ├── EmptyReport                   too little text to read
│   ├── ReportTooLong                 more than MAX_BYTES
│   ├── NotText                       a binary file, or not UTF-8
│   ├── LinkRefused                   a page that cannot or must not be fetched
│   │   └── LinkFailed                a page that cannot be fetched now, but perhaps later
│   ├── BadDate                       a publication date that is not a date, or is in the future
│   ├── BadAddress                    an address that is not that of a web page
│   └── BadPlace                      a home that the gazetteer does not know
├── RowError (ValueError)             a line of a JSON Lines file is not a report; names file and line
├── OptionError (ValueError)          options of a command that do not go together
├── ServerError (RuntimeError)        a language model's server cannot be asked, or refuses
├── BadAnswer (ValueError)            a language model's answer cannot be read
├── ModelError (RuntimeError)         the language model is missing or is not the pinned one
├── GazetteerError (RuntimeError)     the gazetteer cannot be built or opened
├── GeocoderError (ValueError)        a geocoder that does not exist is requested
├── WorkspaceError (RuntimeError)     a workspace cannot be opened or written to
│   ├── WorkspaceTooNew               its schema is newer than this program
│   └── WorkspaceDamaged              its file is broken
├── ReviewError (ValueError)          a correction that cannot be made
├── ImportRefused (ValueError)        a file that cannot be imported
├── QueryError (ValueError)           a filter that cannot be understood
└── Cancelled                         a person stopped a long reading
"""

from __future__ import annotations


class GeodataError(Exception):
    """Base of every error this package raises on purpose; its text says what to do."""


class ReportError(GeodataError, ValueError):
    """A text cannot be read as a report."""


class EmptyReport(ReportError):
    """The text is empty."""


class ReportTooLong(ReportError):
    """The text is larger than the limit."""


class NotText(ReportError):
    """The file holds no text."""


class LinkRefused(ReportError):
    """A page cannot or must not be fetched."""


class LinkFailed(LinkRefused):
    """A page cannot be fetched now; it may be later."""


class BadDate(ReportError):
    """The publication date is not a date, or is in the future."""


class BadAddress(ReportError):
    """A report's address is not that of a web page."""


class BadPlace(ReportError):
    """A report's home is not in the gazetteer."""


class RowError(GeodataError, ValueError):
    """A line of a JSON Lines file is not a report."""


class OptionError(GeodataError, ValueError):
    """Options of a command that do not go together."""


class ServerError(GeodataError, RuntimeError):
    """A language model's server cannot be asked, or refuses."""


class BadAnswer(GeodataError, ValueError):
    """A language model's answer cannot be read."""


class ModelError(GeodataError, RuntimeError):
    """The language model is missing or is not the pinned one."""


class GazetteerError(GeodataError, RuntimeError):
    """The gazetteer cannot be built or opened."""


class GeocoderError(GeodataError, ValueError):
    """A geocoder that does not exist is requested."""


class WorkspaceError(GeodataError, RuntimeError):
    """A workspace cannot be opened or written to."""


class WorkspaceTooNew(WorkspaceError):
    """The workspace's schema is newer than this program."""


class WorkspaceDamaged(WorkspaceError):
    """The workspace's file is broken."""


class ReviewError(GeodataError, ValueError):
    """A correction that cannot be made."""


class ImportRefused(GeodataError, ValueError):
    """A file cannot be imported. A faulty row alone is only rejected."""


class QueryError(GeodataError, ValueError):
    """A filter cannot be understood."""


class Cancelled(GeodataError):
    """A person stopped a long reading."""
