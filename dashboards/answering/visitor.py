"""Who visits: every tab is a visitor of its own."""

import solara


def visitor() -> str:
    """The name under which this tab asks."""
    return str(solara.get_kernel_id())
