"""What is finished, kept in memory for whoever asks the same: to draw an answer anew takes a quarter second."""

import threading
from collections import OrderedDict
from collections.abc import Hashable


class Finished[Picture]:
    """At most so many pictures by what they show; the least recently used go first. For several threads."""

    def __init__(self, most: int) -> None:
        self._most, self._kept, self._lock = most, OrderedDict[Hashable, Picture](), threading.Lock()

    def get(self, key: Hashable) -> Picture | None:
        """The picture, or None where there is none."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def put(self, key: Hashable, picture: Picture) -> None:
        """Keep a picture."""
        with self._lock:
            self._kept[key] = picture
            self._kept.move_to_end(key)
            if len(self._kept) > self._most:
                self._kept.popitem(last=False)
