"""Files of an entry of the catalogue, from its publisher or from elsewhere: whole and with the right sums, or none."""

import hashlib
import ssl
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from optimizer.directory.fetching.catalogue import PublicFile, PublicFiles
from optimizer.errors import BadInput, Fault

if TYPE_CHECKING:
    import httpx

Progress = Callable[[str], None]
"""Called with the name of each file that is there."""

CONNECT_SECONDS, READ_SECONDS = 10.0, 30.0
TRIES = 3
"""So often a file is asked for, where the connection breaks or the server is busy."""
_WAIT_SECONDS = 0.5
_BUSY = frozenset({408, 425, 429, 500, 502, 503, 504})
_FINE, _NOT_THERE = 200, 404
_REDIRECTS = range(300, 400)
_HTML = (b"<!doctype html", b"<html")
_MOST_LISTED = 10_000
_ELSEWHERE = "Get the files elsewhere, such as with a browser, and give the folder with --from"


def fetched_files(
    entry: PublicFiles, source: str | None = None, progress: Progress = lambda _: None
) -> tuple[tuple[PublicFile, bytes], ...]:
    """Every file of an entry, its sum checked.

    Parameters
    ----------
    entry : PublicFiles
    source : str, optional
        A folder, or an address that the files' paths are put behind, in place of the publisher's.
    progress : callable
        Called with the name of each file that is there.

    Raises
    ------
    BadInput
        A file can't be had, or isn't the one that the catalogue knows; all that is wrong with a folder at once.
    """
    address = source or entry.base
    if not address.startswith(("http://", "https://")):
        return tuple(_from_folder(entry, Path(address).expanduser(), progress))
    return tuple(_from_address(entry, address if address.endswith("/") else f"{address}/", progress))


# ---- a folder


def _from_folder(entry: PublicFiles, folder: Path, progress: Progress) -> Iterator[tuple[PublicFile, bytes]]:
    """Files of a folder, recognised by their sums: whoever saved them may have called them otherwise."""
    if not folder.is_dir():
        allowed = "a folder with the files, or an address that begins with http"
        raise BadInput(Fault("there is no such folder", "--from", str(folder), allowed, "Correct the path"))
    sizes = {file.bytes for file in entry.files}
    by_sum: dict[str, bytes] = {}
    names: dict[str, int] = {}
    try:
        for number, path in enumerate(sorted(folder.rglob("*"))):
            if number >= _MOST_LISTED:
                break
            if path.is_file():
                names[path.name] = path.stat().st_size
                if names[path.name] in sizes:
                    content = path.read_bytes()
                    by_sum[hashlib.sha256(content).hexdigest()] = content
    except OSError as error:
        what = f"the folder can't be read ({error.strerror})"
        raise BadInput(Fault(what, "--from", str(folder), "a folder to read from", "Check it")) from None
    missing = [file for file in entry.files if file.sha256 not in by_sum]
    if missing:
        raise BadInput(_not_in_folder(file, folder, names) for file in missing)
    for file in entry.files:
        progress(file.name)
        yield file, by_sum[file.sha256]


def _not_in_folder(file: PublicFile, folder: Path, names: dict[str, int]) -> Fault:
    size = names.get(file.name)
    if size is None:
        return Fault("the folder lacks a file", str(folder), file.name, f"a file of {file.bytes:,} bytes", "Add it")
    return Fault(_other_version(size, file), str(folder / file.name), None, _wanted(file), "Get the file anew")


# ---- an address


def _from_address(entry: PublicFiles, base: str, progress: Progress) -> Iterator[tuple[PublicFile, bytes]]:
    import httpx  # noqa: PLC0415 - most commands fetch nothing

    # The machine's own certificates and proxies count, as they do in its browser.
    timeout = httpx.Timeout(READ_SECONDS, connect=CONNECT_SECONDS)
    try:
        client = httpx.Client(verify=ssl.create_default_context(), timeout=timeout, follow_redirects=False)
    except (ValueError, httpx.InvalidURL, ImportError) as error:
        what = f"the computer's proxy settings can't be used ({error})"
        raise BadInput(Fault(what, base, None, "an address of a proxy", "Correct HTTPS_PROXY or HTTP_PROXY")) from None
    with client:
        for file in entry.files:
            content = _content(client, base, file)
            progress(file.name)
            yield file, content


def _content(client: "httpx.Client", base: str, file: PublicFile) -> bytes:
    """One file, asked for again where it may help."""
    import httpx  # noqa: PLC0415

    address = f"{base}{file.path}"
    why = ""
    for attempt in range(TRIES):
        if attempt:
            time.sleep(_WAIT_SECONDS * 2**attempt)
        try:
            status, content = _asked(client, address, file)
            if status == _NOT_THERE and "/" in file.path:
                # A mirror may have the files without their folders.
                status, content = _asked(client, f"{base}{file.path.rpartition('/')[2]}", file)
        except (httpx.UnsupportedProtocol, httpx.InvalidURL):
            raise _cant(address, "is no address", "Correct the address") from None
        except httpx.TimeoutException:
            why = "the server doesn't answer in time"
            continue
        except httpx.HTTPError as error:
            why = f"the network can't be reached ({str(error) or type(error).__name__})"
            continue
        if status in _BUSY:
            why = f"the server is busy (it says {status})"
            continue
        return _checked(status, content, address, file)
    raise _cant(address, why, f"Try again later. {_ELSEWHERE}")


def _asked(client: "httpx.Client", address: str, file: PublicFile) -> tuple[int, bytes]:
    """The answer to one request: its status, and what it holds, one byte beyond what it may be at most."""
    with client.stream("GET", address) as answer:
        if answer.status_code in _REDIRECTS:
            target = answer.headers.get("location", "")
            host = urlsplit(target).hostname or "another page"
            what = f"the address sends on to {host}, which may be a page to sign in to this network"
            raise _cant(address, what, f"Open a page in a browser, sign in if asked, and try again. {_ELSEWHERE}")
        content = bytearray()
        for part in answer.iter_bytes():
            content += part
            if len(content) > file.bytes:
                break
        return answer.status_code, bytes(content)


def _checked(status: int, content: bytes, address: str, file: PublicFile) -> bytes:
    if content.lstrip()[:20].lower().startswith(_HTML) and hashlib.sha256(content).hexdigest() != file.sha256:
        what = "a web page came in place of the file, perhaps one to sign in to this network"
        raise _cant(address, what, f"Open a page in a browser, sign in if asked, and try again. {_ELSEWHERE}")
    if status == _NOT_THERE:
        raise _cant(address, "the file isn't there any more", _ELSEWHERE)
    if status != _FINE:
        raise _cant(address, f"the server says {status}", f"Try again later. {_ELSEWHERE}")
    if hashlib.sha256(content).hexdigest() != file.sha256:
        raise BadInput(Fault(_other_version(len(content), file), address, None, _wanted(file), _ELSEWHERE))
    return content


def _other_version(size: int, file: PublicFile) -> str:
    if size < file.bytes:
        return f"the file is cut short, or of another version: {size:,} of {file.bytes:,} bytes, and another sum"
    if size > file.bytes:
        return f"the file is larger than the one that matchlist knows ({file.bytes:,} bytes): another version"
    return "the file has another sum than the one that matchlist knows: another version, or changed on the way"


def _wanted(file: PublicFile) -> str:
    return f"the file with the SHA-256 {file.sha256[:12]}…"


def _cant(address: str, what: str, remedy: str) -> BadInput:
    return BadInput(Fault(what, address, None, "the file as its publisher offers it", f"{remedy}. Nothing was changed"))
