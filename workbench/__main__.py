"""`python -m workbench` does what the command `tls-workbench` does."""

import sys

from workbench.cli import main

if __name__ == "__main__":
    sys.exit(main())
