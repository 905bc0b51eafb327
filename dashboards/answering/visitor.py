"""Who visits: every tab asks under a name of its own; the part before the slash is common to those of a browser."""

import solara


def visitor() -> str:
    """The name under which this tab asks."""
    return f"{solara.get_session_id()}/{solara.get_kernel_id()}"
