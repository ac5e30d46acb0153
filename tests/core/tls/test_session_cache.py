"""The server's sessions by id."""

from __future__ import annotations

from threading import Thread

from tests.core.tls.conversation import Clock
from workbench.core.tls.configuration import Session
from workbench.core.tls.parameters import ProtocolVersion
from workbench.core.tls.session_cache import SessionCache


def session(number: int, clock: Clock, lifetime: int = 100) -> Session:
    return Session(ProtocolVersion.TLS1_2, 0xC02F, bytes(48), session_id=number.to_bytes(32, "big"), lifetime=lifetime, issued_at=clock())


def test_a_session_is_found_until_it_is_removed() -> None:
    clock = Clock()
    cache = SessionCache(clock)
    kept = session(1, clock)
    cache.put(kept)
    assert cache.get(kept.session_id) is kept
    assert cache.get(bytes(32)) is None
    cache.remove(kept.session_id)
    cache.remove(kept.session_id)
    assert cache.get(kept.session_id) is None


def test_a_session_expires() -> None:
    clock = Clock()
    cache = SessionCache(clock)
    cache.put(session(1, clock, 100))
    clock.now += 99
    assert cache.get(session(1, clock).session_id) is not None
    clock.now += 1
    assert cache.get(session(1, clock).session_id) is None
    assert len(cache) == 0, "and is forgotten"


def test_memory_is_bounded() -> None:
    clock = Clock()
    cache = SessionCache(clock, capacity=3)
    for number in range(5):
        cache.put(session(number, clock))
    cache.put(session(2, clock))  # once more: now it is the newest
    cache.put(session(9, clock))
    assert [number for number in range(10) if cache.get(session(number, clock).session_id)] == [2, 4, 9]


def test_from_many_threads() -> None:
    clock = Clock()
    cache = SessionCache(clock, capacity=50)

    def work(start: int) -> None:
        for number in range(start, start + 500):
            cache.put(session(number, clock))
            cache.get(session(number - 10, clock).session_id)
            cache.remove(session(number - 20, clock).session_id)

    threads = [Thread(target=work, args=(start,)) for start in (1000, 2000, 3000, 4000)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert 0 < len(cache) <= 50
