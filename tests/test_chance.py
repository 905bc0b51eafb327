"""Luck: the generator's published answers, uniformity and independence.

Luck is fixed, so these tests are deterministic: each statistic is compared with the value that a true random source
would exceed with probability ALPHA, once, for good. `test_the_tests_could_fail` shows that they see poor luck.
"""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from scipy.special import ndtri

from simulation import chance
from simulation.chance import Decision
from simulation.kernels import kernel

ALPHA = 1e-5
"""False-alarm rate of every statistical test below, over all the comparisons that it makes."""

SEED = np.uint64(20260101)


@kernel
def _draw(seed, keys, months, decisions, out):
    for k in range(len(keys)):
        for m in range(len(months)):
            for d in range(len(decisions)):
                out[k, m, d] = chance.uniform(seed, keys[k], months[m], decisions[d])


@kernel
def _mix_all(a, b, c, out):
    for i in range(len(a)):
        out[i] = chance.mix(a[i], b[i], c[i])


def draw(keys, months=(0,), decisions=(0,), seed=SEED):
    """Uniforms [key, month, decision]."""
    out = np.empty((len(keys), len(months), len(decisions)))
    _draw(seed, np.asarray(keys, np.uint64), np.asarray(months, np.int64), np.asarray(decisions, np.int64), out)
    return out


def mixed(a, b, c):
    a, b, c = (np.ascontiguousarray(x, np.uint64) for x in np.broadcast_arrays(a, b, c))
    out = np.empty(a.size, np.uint64)
    _mix_all(a.ravel(), b.ravel(), c.ravel(), out)
    return out


# the generator

KNOWN = {  # Random123, tests/kat_vectors: philox4x32 10
    "zeros": ((0, 0, 0, 0), (0, 0), (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
    "ones": ((0xFFFFFFFF,) * 4, (0xFFFFFFFF,) * 2, (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)),
    "pi": (
        (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
        (0xA4093822, 0x299F31D0),
        (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1),
    ),
}


def ask(counter, key):
    """`words` for a counter and key given as 32-bit words, lowest first."""
    c0, c1, c2, c3 = counter
    return tuple(
        int(word) for word in chance.words(np.uint64(key[0] | key[1] << 32), np.uint64(c0 | c1 << 32), np.int64(c2), c3)
    )


@pytest.mark.parametrize("name", KNOWN)
def test_published_answers(name):
    counter, key, answer = KNOWN[name]
    assert ask(counter, key) == answer


def philox(counter, key):
    """Philox4x32-10, written from the paper in plain integers."""
    (c0, c1, c2, c3), (k0, k1), low = counter, key, 0xFFFFFFFF
    for _ in range(10):
        p0, p1 = 0xD2511F53 * c0, 0xCD9E8D57 * c2
        c0, c1, c2, c3 = (p1 >> 32) ^ c1 ^ k0, p1 & low, (p0 >> 32) ^ c3 ^ k1, p0 & low
        k0, k1 = (k0 + 0x9E3779B9) & low, (k1 + 0xBB67AE85) & low
    return c0, c1, c2, c3


WORD = st.integers(0, 2**32 - 1)


@given(st.tuples(WORD, WORD, WORD, WORD), st.tuples(WORD, WORD))
def test_every_input_bit_counts_as_in_the_paper(counter, key):
    assert ask(counter, key) == philox(counter, key)


def test_a_settling_month_is_taken_modulo_two_to_the_32():
    assert ask((7, 0, -3, 5), (1, 0)) == philox((7, 0, 2**32 - 3, 5), (1, 0))


@given(st.lists(st.integers(0, 2**64 - 1), max_size=2 * chance.AT_ONCE), WORD, st.integers(-480, 480), WORD)
def test_words_drawn_for_many_keys_are_each_keys_own(keys, seed, month, block):
    """And no more than fit, nor more than there are keys."""
    luck = np.full((4, chance.AT_ONCE), 7, np.uint32)
    chance.draw(np.uint64(seed), np.array(keys, np.uint64), month, block, luck)
    drawn = keys[: chance.AT_ONCE]
    for i, key in enumerate(drawn):
        assert tuple(luck[:, i].tolist()) == philox((key % 2**32, key >> 32, month % 2**32, block), (seed, 0))
    assert (luck[:, len(drawn) :] == 7).all()


@given(WORD, WORD, st.integers(-480, 480), st.integers(0, 500))
def test_a_uniform_is_its_word_of_its_block(seed, key, month, decision):
    word = philox((key, 0, month % 2**32, decision // 4), (seed, 0))[decision % 4]
    assert chance.uniform(np.uint64(seed), np.uint64(key), month, decision) == (word + 0.5) / 2**32


def test_a_uniform_is_never_0_nor_1():
    assert chance.unit(np.uint32(0)) == 2.0**-33
    assert chance.unit(np.uint32(0xFFFFFFFF)) == 1.0 - 2.0**-33


# uniformity and independence


def z(comparisons):
    """The standard score that one of `comparisons` two-sided tests exceeds with probability ALPHA in all."""
    return -ndtri(ALPHA / 2 / comparisons)


def uneven(u, cells=256):
    """The p-value of a chi-square test of uniformity; every cell expects at least 100."""
    assert u.size / cells >= 100, "too small a sample to fail"
    return stats.chisquare(np.bincount((u.ravel() * cells).astype(int), minlength=cells)).pvalue


def uneven_pairs(u, v, cells=32):
    """The p-value of a chi-square test that pairs fill the unit square evenly."""
    assert u.size / cells**2 >= 20, "too small a sample to fail"
    return stats.chisquare(np.bincount((u * cells).astype(int) * cells + (v * cells).astype(int), minlength=cells**2))[
        1
    ]


def largest_correlation(columns):
    """The largest correlation of two of the columns [case, column], in standard scores, and how many there are."""
    n, k = columns.shape
    r = np.corrcoef(columns, rowvar=False)[np.triu_indices(k, 1)]
    return np.abs(r).max() * np.sqrt(n), len(r)


N = 100_000
CONSECUTIVE = np.arange(N, dtype=np.uint64)


@pytest.fixture(scope="module")
def people():
    """Keys as the model makes them: structured numbers, mixed."""
    return mixed(np.uint64(1), CONSECUTIVE, np.uint64(0))


SAMPLES = {
    "consecutive keys": lambda _: draw(CONSECUTIVE),
    "mixed keys": lambda people: draw(people),
    "keys that differ in high bits": lambda _: draw(CONSECUTIVE << np.uint64(40)),
    "months of few people": lambda people: draw(people[:250], range(-60, 340)),
    "decisions": lambda people: draw(people[:1000], (12,), range(100)),
    "consecutive seeds": lambda people: np.array([draw(people[:1000], seed=np.uint64(s)) for s in range(100)]),
}


@pytest.mark.parametrize("name", SAMPLES)
def test_uniform(name, people):
    u = SAMPLES[name](people)
    assert u.size == N
    assert uneven(u) > ALPHA / 2
    assert stats.kstest(u.ravel(), "uniform").pvalue > ALPHA / 2


def test_decisions_are_independent(people):
    """All pairs of the named decisions; a correlation of .02 would be seen."""
    score, pairs = largest_correlation(draw(people, (3,), sorted(set(Decision)))[:, 0])
    assert pairs > 500
    assert score < z(pairs) < 0.02 * np.sqrt(N)


def test_months_are_independent(people):
    """All pairs of 24 months on either side of month 0, for one decision."""
    score, pairs = largest_correlation(draw(people, range(-12, 12), (Decision.START_HELPING,))[:, :, 0])
    assert score < z(pairs) < 0.02 * np.sqrt(N)


def test_seeds_are_independent(people):
    """All pairs of 20 seeds next to each other: replications of a study."""
    worlds = np.column_stack([draw(people, seed=np.uint64(seed))[:, 0, 0] for seed in range(20)])
    score, pairs = largest_correlation(worlds)
    assert score < z(pairs) < 0.02 * np.sqrt(N)


@pytest.mark.parametrize("apart", [1, 2, 64, 1024, 32768])
def test_neighbouring_keys_are_independent(apart):
    u = draw(CONSECUTIVE)[:, 0, 0]
    assert uneven_pairs(u[:-apart], u[apart:]) > ALPHA / 2
    assert abs(np.corrcoef(u[:-apart], u[apart:])[0, 1]) * np.sqrt(N - apart) < z(2)


def test_one_person_month_after_month(people):
    """Serial test: pairs of months next to each other, and autocorrelation up to two years, over 250 x 400 months."""
    u = draw(people[:250], range(400))[:, :, 0]
    assert uneven_pairs(u[:, :-1].ravel(), u[:, 1:].ravel()) > ALPHA / 2
    centred = u - 0.5
    for lag in range(1, 25):
        together = (centred[:, :-lag] * centred[:, lag:]).ravel() * 12.0
        assert abs(together.sum()) / np.sqrt(together.size) < z(24)


def test_runs_up_and_down(people):
    """The number of runs of a uniform sequence is Normal((2n - 1) / 3, (16n - 29) / 90)."""
    u = draw(people[:1], range(N))[0, :, 0]
    runs = 1 + np.count_nonzero(np.diff(np.sign(np.diff(u))))
    assert abs(runs - (2 * N - 1) / 3) / np.sqrt((16 * N - 29) / 90) < z(1)


def test_the_tests_could_fail(people):
    """A slightly uneven source, a slight correlation, and a plain Weyl sequence are all seen."""
    u = draw(people, (0, 1))[:, :, 0]
    assert uneven(u[:, 0] ** 1.05) < ALPHA
    related = np.column_stack([u[:, 0], (u[:, 1] + 0.03 * u[:, 0]) % 1.03])
    assert largest_correlation(related)[0] > z(1)
    weyl = (CONSECUTIVE * np.uint64(0x9E3779B97F4A7C15)).astype(float) / 2.0**64
    assert uneven_pairs(weyl[:-1], weyl[1:]) < ALPHA


# keys


def test_a_million_structured_keys_do_not_collide():
    a, b, c = np.meshgrid(*(np.arange(100),) * 3)
    keys = mixed(a, b, c)
    assert len(keys) == len(np.unique(keys)) == 1_000_000


def test_mixing_tells_its_parts_apart():
    keys = {int(chance.mix(*map(np.uint64, order))) for order in itertools.permutations((1, 2, 3))}
    assert len(keys) == 6


def test_mixing_is_splitmix64():
    """Two rounds of the finaliser over each part, in plain integers; the finaliser as published."""

    def finalise(z):
        z = (z + 0x9E3779B97F4A7C15) % 2**64
        z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9 % 2**64
        z = (z ^ z >> 27) * 0x94D049BB133111EB % 2**64
        return z ^ z >> 31

    assert finalise(0) == 0xE220A8397B1DCDAF  # the first output of SplitMix64 from seed 0
    for parts in ((0, 0, 0), (1, 2, 3), (2**64 - 1, 5, 2**63)):
        z = 0x9E3779B97F4A7C15
        for part in parts:
            z = finalise(finalise(z ^ part))
        assert int(chance.mix(*map(np.uint64, parts))) == z


def test_each_bit_of_each_part_changes_half_of_the_key():
    """Avalanche: for 192 bits in and 64 bits out, over 1,000 inputs, the share of flips is a half, within luck."""
    n = 1000
    i = np.arange(n, dtype=np.uint64)
    parts = (i, i * np.uint64(3), i + np.uint64(2**33))
    before = mixed(*parts)
    shares = []
    for which, bit in itertools.product(range(3), range(64)):
        changed = list(parts)
        changed[which] = parts[which] ^ (np.uint64(1) << np.uint64(bit))
        flips = before ^ mixed(*changed)
        shares.append([((flips >> np.uint64(out)) & np.uint64(1)).mean() for out in range(64)])
    worst = np.abs(np.array(shares) - 0.5).max()
    assert worst / (0.5 / np.sqrt(n)) < z(192 * 64)


@given(st.integers(0, 2**64 - 1), st.integers(0, 2**64 - 1))
def test_a_pair_is_the_same_from_either_side(a, b):
    a, b = np.uint64(a), np.uint64(b)
    assert chance.pair(a, b) == chance.pair(b, a)


def test_different_pairs_have_different_keys():
    pairs = list(itertools.combinations(range(150), 2))
    assert len({int(chance.pair(np.uint64(a), np.uint64(b))) for a, b in pairs}) == len(pairs)


# from uniforms to other distributions


@pytest.mark.parametrize("low", [2.0**-33, 1e-6, 0.02, 0.0242, 0.3, 0.5])
def test_normal_quantiles(low):
    u = np.linspace(low, 1.0 - low, 2001) if low < 0.5 else np.array([0.5])
    got, expected = np.array([chance.normal(x) for x in u]), ndtri(u)
    assert np.all(np.abs(got - expected) <= 1.2e-9 * np.abs(expected) + 1e-15)


def test_normal_quantiles_far_in_the_tails():
    for u in 2.0 ** -np.arange(2.0, 34.0):
        assert chance.normal(u) == pytest.approx(ndtri(u), rel=1.2e-9)
        assert chance.normal(1.0 - u) == pytest.approx(-chance.normal(u), rel=1e-15)


def test_below_reaches_every_index_evenly():
    words = (draw(CONSECUTIVE)[:, 0, 0] * 2**32).astype(np.uint32)
    counts = np.bincount([chance.below(word, np.int64(7)) for word in words[:70_000]])
    assert len(counts) == 7
    assert stats.chisquare(counts).pvalue > ALPHA
    assert chance.below(np.uint32(0xFFFFFFFF), np.int64(7)) == 6
    assert chance.below(np.uint32(0), np.int64(7)) == 0
