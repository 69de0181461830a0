"""A click on the menu stands, even where the page that was left asks once more how its work goes."""

from contextlib import suppress

from google.protobuf.message import DecodeError
from starlette.types import Message, Receive
from streamlit.proto.BackMsg_pb2 import BackMsg


def without_late_looks(receive: Receive) -> Receive:
    """What a browser sends, without looks at work of a page that its visitor has left.

    A page with work under way looks at it by the clock (`st.fragment` with `run_every`). The word that it is to do so
    may reach the browser just after a click on the menu. The look then names the page that was left, and Streamlit,
    which joins what is asked for in quick succession and takes the page that was named last, would draw that one again
    or end in an error. A browser's messages arrive in the order in which they were sent, so a look at another page than
    the one asked for last is always one too late.

    Parameters
    ----------
    receive : callable
        Gives the messages of one WebSocket, as an ASGI server calls it.

    Returns
    -------
    callable
        The same, for the application behind.
    """
    asked_last = ""

    async def receiving() -> Message:
        nonlocal asked_last
        while True:
            message = await receive()
            asked = _asked(message)
            if not asked.HasField("rerun_script"):
                return message
            page = asked.rerun_script.page_script_hash
            if not asked.rerun_script.is_auto_rerun:
                asked_last = page
                return message
            # A page that was opened by its address has been asked for by a name.
            if page == asked_last or not asked_last:
                return message

    return receiving


def _asked(message: Message) -> BackMsg:
    asked = BackMsg()
    # What cannot be read is Streamlit's to refuse.
    with suppress(DecodeError):
        asked.ParseFromString(message.get("bytes") or b"")
    return asked
