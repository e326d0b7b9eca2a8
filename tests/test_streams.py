"""Block streams: reproducible, independent of each other, and the documented construction."""

import numpy as np
import pytest

from datagen.streams import BLOCK, STREAMS, blocks, generator


def test_a_stream_is_what_its_documentation_says() -> None:
    sequence = np.random.SeedSequence(7, spawn_key=(1, 3))
    expected = np.random.Generator(np.random.SFC64(sequence)).random(5)
    assert generator(7, "noise", 3).random(5).tolist() == expected.tolist()


def test_the_first_numbers_never_change() -> None:
    assert generator(0, "noise", 0).random(3).tolist() == [0.3490207799048396, 0.6284423339803288, 0.5230071246326087]


@pytest.mark.parametrize("other", [(1, "noise", 0), (0, "inputs", 0), (0, "noise", 1)], ids=["seed", "stream", "block"])
def test_seed_stream_and_block_each_make_another_stream(other: tuple[int, str, int]) -> None:
    ours, theirs = generator(0, "noise", 0).random(10_000), generator(*other).random(10_000)
    assert abs(np.corrcoef(ours, theirs)[0, 1]) < 0.05


def test_no_two_streams_share_a_number() -> None:
    assert len(set(STREAMS.values())) == len(STREAMS)


@pytest.mark.parametrize(("n", "count"), [(0, 0), (1, 1), (BLOCK, 1), (BLOCK + 1, 2)])
def test_blocks_hold_n_rows(n: int, count: int) -> None:
    assert blocks(n) == range(count)
