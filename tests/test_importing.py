"""Imports that are not interrupted half-way, and lose no signal."""

import signal
import subprocess
import sys
from collections.abc import Iterator

import pytest
from conftest import PATIENCE

from datagen.formats.frames import import_polars
from datagen.importing import uninterrupted


@pytest.fixture
def handled() -> Iterator[None]:
    """Ctrl-C raises, as in a program, however these tests were started; and so does a request to end."""
    handlers = {signal.SIGINT: signal.default_int_handler, signal.SIGTERM: lambda *_: sys.exit(143)}
    before = {number: signal.signal(number, handler) for number, handler in handlers.items()}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.parametrize(("number", "raised"), [(signal.SIGINT, KeyboardInterrupt), (signal.SIGTERM, SystemExit)])
def test_a_signal_waits_for_the_end_of_an_import(
    number: signal.Signals, raised: type[BaseException], handled: None
) -> None:
    done = []
    handler = signal.getsignal(number)

    def load() -> None:
        with uninterrupted():
            signal.raise_signal(number)
            done.append("imported")
        done.append("and went on")

    with pytest.raises(raised):
        load()
    assert done == ["imported"]
    assert signal.getsignal(number) is handler


def test_without_a_signal_nothing_happens_and_handlers_are_as_they_were(handled: None) -> None:
    before = [signal.getsignal(each) for each in signal.Signals if each.name in {"SIGINT", "SIGTERM", "SIGHUP"}]
    with uninterrupted():
        pass
    assert [signal.getsignal(each) for each in signal.Signals if each.name in {"SIGINT", "SIGTERM", "SIGHUP"}] == before


def test_a_signal_in_a_callback_of_the_import_of_polars_is_not_lost() -> None:
    program = """
import signal, sys, weakref
from datagen.formats.frames import import_polars
signal.signal(signal.SIGINT, signal.default_int_handler)

class Interrupting:
    def find_spec(self, name, path=None, target=None):
        if name == "polars":
            thing = Interrupting()
            reference = weakref.ref(thing, lambda _: signal.raise_signal(signal.SIGINT))
            del thing

sys.meta_path.insert(0, Interrupting())
try:
    import_polars()
    print("lost")
except KeyboardInterrupt:
    print("interrupted", "polars" in sys.modules)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=PATIENCE)
    assert (done.stdout, done.stderr) == ("interrupted True\n", "")


def test_a_program_that_has_imported_polars_keeps_its_handlers(monkeypatch: pytest.MonkeyPatch) -> None:
    import polars  # noqa: F401

    changed: list[int] = []
    monkeypatch.setattr(signal, "signal", lambda number, _: changed.append(number))
    import_polars()
    assert not changed


@pytest.mark.parametrize("handler", [signal.SIG_DFL, signal.SIG_IGN])
def test_a_handler_that_a_module_puts_in_its_place_does_not_stay(handler: signal.Handlers, handled: None) -> None:
    signal.signal(signal.SIGINT, handler)
    with uninterrupted():
        signal.signal(signal.SIGINT, signal.default_int_handler)
    assert signal.getsignal(signal.SIGINT) is handler
