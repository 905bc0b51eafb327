"""What is packed comes back; ladders fit into one number."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from simulation.chronicle.fields import pack_ladders, unpack_ladders
from simulation.chronicle.notebook import EVENT
from simulation.chronicle.packing import pack, unpack


@given(st.lists(st.integers(0, 400), max_size=4), st.integers(0, 2**32))
def test_pages_come_back_in_order(sizes, seed):
    luck = np.random.default_rng(seed)
    pages = [np.frombuffer(luck.bytes(size * EVENT.itemsize), EVENT) for size in sizes]
    again = unpack([pack(page) for page in pages], EVENT)
    assert again.tobytes() == b"".join(page.tobytes() for page in pages)


def test_pages_are_small_where_rows_are_alike():
    assert len(pack(np.zeros(10_000, EVENT)).packed) < 500


@given(st.lists(st.lists(st.integers(0, 7), min_size=5, max_size=5), min_size=1, max_size=20))
def test_ladders_come_back(rows):
    table = np.array(rows, np.uint8)
    order = np.arange(len(rows))[::-1].copy()
    assert (unpack_ladders(pack_ladders(order, table, 3), 3) == table[order]).all()
