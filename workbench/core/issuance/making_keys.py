"""Making a private key so that one can think better of it: the library makes RSA keys in one go and cannot be interrupted."""

from __future__ import annotations

import threading
from collections.abc import Callable

from workbench.core.x509.issuance import KeyKind, PrivateKey, make_key

PATIENCE = 0.05
"""Seconds between two looks at whether the key is still wanted."""
MAKING = 4
"""Keys that are being made at a time, abandoned ones included: whoever asks for another one waits."""
_free = threading.BoundedSemaphore(MAKING)


def make_key_cancellably(kind: KeyKind, check: Callable[[], None]) -> PrivateKey:
    """A new private key. `check` is called every now and then; it raises when the key is no longer wanted, and that comes out at once.

    A large RSA key is made in a thread of its own. Nobody can stop the library there: once abandoned it finishes by itself (a minute at the
    worst), and its key is dropped unseen. It does not hold up the end of the program.
    """
    check()
    if not kind.is_rsa:
        return make_key(kind)
    while not _free.acquire(timeout=PATIENCE):
        check()
    made: list[PrivateKey] = []
    failed: list[BaseException] = []

    def make() -> None:
        try:
            made.append(make_key(kind))
        except BaseException as error:
            failed.append(error)
        finally:
            _free.release()

    thread = threading.Thread(target=make, name=f"making {kind.value}", daemon=True)
    try:
        thread.start()
    except RuntimeError:  # no more threads to be had
        _free.release()
        raise
    while thread.is_alive():
        thread.join(PATIENCE)
        check()
    if failed:
        raise failed[0]
    return made[0]
