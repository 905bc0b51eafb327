"""Archives that come out the same, byte for byte, whoever makes them and whenever."""

import io
import re
import zipfile
from collections.abc import Iterable

LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""The first moment that a zip file can tell."""

STAMP = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
CONTENTS = "[Content_Types].xml"
"""What office programs look for first in their own archives."""


def packed(files: Iterable[tuple[str, bytes]]) -> bytes:
    """A zip file of files by name, in the order of their names."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        for name, held in sorted(files, key=lambda one: (one[0] != CONTENTS, one[0])):
            entry = zipfile.ZipInfo(name, LONG_AGO)
            entry.compress_type, entry.create_system, entry.external_attr = zipfile.ZIP_DEFLATED, 3, 0o644 << 16
            archive.writestr(entry, held)
    return whole.getvalue()


def timeless(document: bytes) -> bytes:
    """An office document without the moment at which it was made."""
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        return packed(
            (name, STAMP.sub(rb"\g<1>1980-01-01T00:00:00Z", archive.read(name))) for name in archive.namelist()
        )
