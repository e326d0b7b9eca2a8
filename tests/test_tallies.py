"""What is counted in blocks, in whatever order they are made, by whomever and however often."""

import pickle
from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from datagen.parts import piece
from datagen.streams import BLOCK
from datagen.tallies import Tally


def counted(block: int) -> dict[str, int]:
    return {"x is empty": block % 5, "y is nan": block // 7}


def lines(blocks: set[int]) -> list[str]:
    total = Counter[str]()
    for block in sorted(blocks):
        total.update({said: count for said, count in counted(block).items() if count})
    return [f"in {count} of {10 * len(blocks)} rows {said}" for said, count in total.items()]


@given(st.lists(st.integers(0, 30)), st.sets(st.integers(0, 30)))
def test_any_order_of_blocks_gives_the_same_lines(blocks: list[int], starts: set[int]) -> None:
    tally = Tally()
    tally.divide(starts)
    for block in blocks:
        tally.note(block, 10, counted(block))
    assert tally.remarks() == lines(set(blocks))


@given(st.permutations(range(20)), st.integers(1, 25))
def test_parts_are_counted_each_for_itself(blocks: list[int], pieces: int) -> None:
    parts = [piece(20 * BLOCK, which, pieces) for which in range(1, pieces + 1)]
    tally = Tally()
    tally.divide(part.start for part in parts)
    for block in blocks:
        tally.note(block, 10, counted(block))
    for part in parts:
        wanted = sum((Counter(counted(block)) for block in part), Counter[str]())
        assert tally.counts(part) == wanted


def test_a_part_that_is_known_as_a_whole_is_counted_once() -> None:
    tally, again = Tally(), Tally()
    tally.divide([0, 3])
    tally.note(0, 30, {"x is empty": 4}, blocks=3)
    tally.note(3, 0, {}, blocks=0)
    again.note(0, 10, {"x is empty": 1})
    again.note(3, 10, {"x is empty": 2})
    tally.merge(pickle.loads(pickle.dumps(again)))
    assert tally.remarks() == ["in 6 of 40 rows x is empty"]
    assert (tally.counts(range(3)), tally.counts(range(3, 4))) == ({"x is empty": 4}, {"x is empty": 2})


def test_memory_does_not_grow_with_the_rows() -> None:
    few, many = Tally(), Tally()
    for tally, blocks in ((few, 100), (many, 10_000)):
        for block in range(0, blocks, 2):  # two threads, of which one is ahead
            tally.note(block + 1, BLOCK, {"x is empty": 7})
            tally.note(block, BLOCK, {"x is empty": 7})
    assert len(pickle.dumps(many)) < len(pickle.dumps(few)) + 20
