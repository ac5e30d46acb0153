"""The page is there at once: what takes long to load is loaded in the jobs that need it."""

from __future__ import annotations

import subprocess
import sys


def test_the_page_takes_no_database_along() -> None:
    code = "import sys, workbench.views.library.page as page; print([n for n in ('sqlalchemy', 'alembic') if n in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_what_comes_after_issuing_is_there_by_its_names() -> None:
    """The table names functions that are loaded later: each of them is there."""
    import re
    from pathlib import Path

    from workbench.views.library import actions
    from workbench.views.library.after import deeds

    assert actions.__file__ is not None
    named = re.findall(r'_after\("(\w+)"\)', Path(actions.__file__).read_text(encoding="utf-8"))
    assert named and all(callable(getattr(deeds, name)) for name in named)
