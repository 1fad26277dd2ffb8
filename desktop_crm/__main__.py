"""`python -m desktop_crm` is the same as the `desktop-crm` command."""

from desktop_crm.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
