"""What a hosted copy writes down while it serves: one JSON object a line, with figures and nothing about anybody.

Streamlit's own words and those of the server below it go the same way. Of these only the pattern of a message is
written, never what was put into it, and of an error only its kind and where in the code it was raised: messages may
hold what a visitor entered.
"""

import json
import logging
import sys
import traceback
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO

_OURS = "matchlist"
_WARNINGS = "py.warnings"
_OTHERS = ("streamlit", "uvicorn", "websockets", "asyncio", "sqlalchemy", _WARNINGS)
_FIGURES = "figures"
_MOST_PLACES = 8
_log = logging.getLogger(_OURS)
_log.addHandler(logging.NullHandler())
_log.propagate = False
_log.setLevel(logging.INFO)


def told(event: str, **figures: float | str | None) -> None:
    """Write down that something happened; nothing where nobody asked for a log.

    Parameters
    ----------
    event : str
        What happened, in words that don't depend on the visitor: "page opened".
    figures : number, str or None
        Counts, seconds, kinds. Nothing that a visitor entered, and no address.
    """
    _log.info(event, extra={_FIGURES: figures})


def write_log(stream: TextIO | None = None) -> None:
    """From now on write down what happens.

    Parameters
    ----------
    stream : file or None
        None: this process's standard error, from which a service's log is taken.
    """
    handler = logging.StreamHandler(stream or sys.stderr)
    logging.captureWarnings(capture=True)
    handler.setFormatter(JsonLines())
    for name in (_OURS, *_names_of_others()):
        logger = logging.getLogger(name)
        for old in tuple(logger.handlers):
            logger.removeHandler(old)
        logger.addHandler(handler)
        logger.propagate = False
    # Every request, in a pattern without its values: what can be said of requests stands in the proxy's log.
    logging.getLogger("uvicorn.access").setLevel(logging.WARNING)


def _names_of_others() -> tuple[str, ...]:
    return (*_OTHERS, *(name for name in logging.root.manager.loggerDict if name.split(".")[0] in _OTHERS))


class JsonLines(logging.Formatter):
    """A record as one JSON object: `time`, `level`, `event`, figures; `from` for others' records, `error` and `at`."""

    def format(self, record: logging.LogRecord) -> str:
        """Write one record."""
        told: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            # A warning has no pattern: what it is about stands in the one text that it is.
            "event": "a warning of Python's" if record.name == _WARNINGS else str(record.msg),
        }
        if record.name != _OURS:
            told["from"] = record.name
        told |= getattr(record, _FIGURES, {})
        if record.exc_info and record.exc_info[0] is not None:
            told["error"] = record.exc_info[0].__name__
            told["at"] = [
                f"{_short(frame.filename)}:{frame.lineno}" for frame in traceback.extract_tb(record.exc_info[2])
            ][-_MOST_PLACES:]
        return json.dumps(told)


def _short(path: str) -> str:
    """The last folders of a file's path: enough to find it, without whose computer it lies on."""
    return "/".join(Path(path).parts[-3:])
