"""``python -m standoff``: the same as ``standoff``."""

from standoff.present.cli import main

if __name__ == "__main__":
    main()
