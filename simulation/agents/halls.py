"""Halls: where formal groups meet, numbered through all places."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass
class Halls:
    """Halls that there have been. key [hall]: for luck; neighbourhood [hall]; open [hall]: whether groups can meet."""

    key: NDArray[np.uint64]
    neighbourhood: NDArray[np.int16]
    open: NDArray[np.bool_]
